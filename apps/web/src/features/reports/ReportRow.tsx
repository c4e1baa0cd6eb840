/** A report: what it is of, how far it is, and its file. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post, remove } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import type { Report } from "@/shared/api/shapes";
import { OWN_NAMES } from "@/shared/texts/languages";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";
import { isBusy } from "./queries";
import { useSubject } from "./useSubject";

const SIGNS = { waiting: "…", running: "↻", done: "✓", same: "=", failed: "✕" } as const;
const STEPS = 3;

export function ReportRow({ report, edits }: { report: Report; edits: boolean }) {
  const { t, format } = useTexts();
  const subject = useSubject()(report);
  const { state } = report;
  return (
    <li className="sheet flex flex-wrap items-center justify-between gap-3 px-3 py-2 sm:px-4">
      <div className="min-w-0 grow basis-64">
        <p dir="auto" className="font-medium wrap-anywhere">
          {subject}
        </p>
        <p className="text-sm text-soft">
          {[
            format.instant(report.asked_at),
            OWN_NAMES[report.language],
            report.through && t("reports.through", { day: format.day(report.through) }),
            report.bytes && format.bytes(report.bytes),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p role="status" className={`text-sm ${state === "failed" ? "text-bad" : "text-soft"}`}>
          <span aria-hidden="true">{SIGNS[state]} </span>
          {t(`reports.state.${state}`)}
          {report.error && `: ${report.error}`}
        </p>
        {isBusy(report) && (
          <progress
            className="h-2 w-full max-w-60 accent-accent"
            max={STEPS}
            value={report.step}
            aria-label={subject}
          />
        )}
      </div>
      <Deeds report={report} edits={edits} subject={subject} />
    </li>
  );
}

function Deeds({ report, edits, subject }: { report: Report; edits: boolean; subject: string }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const path = `/reports/${report.report_id}`;
  const anew = () => client.invalidateQueries({ queryKey: ["reports"] });
  const saving = useMutation({
    mutationFn: () =>
      saveFile(`${path}/report.pdf`, {}, { signal: new AbortController().signal, onBytes: () => undefined }),
  });
  const again = useMutation({ mutationFn: () => post(`${path}/again`), onSettled: anew });
  const deleting = useMutation({ mutationFn: () => remove(path), onSettled: anew });
  const error = saving.error ?? again.error ?? deleting.error;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {error && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(error)}
        </p>
      )}
      {report.state === "done" && (
        <button
          type="button"
          className="button button-small"
          disabled={saving.isPending}
          onClick={() => saving.mutate()}
        >
          {t("reports.download")}
          <span className="sr-only"> {subject}</span>
        </button>
      )}
      {edits && report.state === "failed" && (
        <button
          type="button"
          className="button button-small"
          disabled={again.isPending}
          onClick={() => again.mutate()}
        >
          {t("reports.again")}
        </button>
      )}
      {edits && (
        <button
          type="button"
          className="button button-small"
          disabled={deleting.isPending}
          onClick={() => deleting.mutate()}
        >
          {t("reports.delete")}
          <span className="sr-only"> {subject}</span>
        </button>
      )}
    </div>
  );
}

/** Each host we look at, whether we are welcome there, and the way to go on after a challenge. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "@/shared/api/client";
import { dataHealthQuery } from "@/shared/api/queries";
import type { DataHealth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";

type Source = DataHealth["sources"][number];

const LOOK = {
  ok: { sign: "✓", color: "bg-good-soft text-good" },
  slowed: { sign: "△", color: "bg-warn-soft text-warn" },
  stopped: { sign: "■", color: "bg-bad-soft text-bad" },
} as const;

export function Sources({ sources, now }: { sources: readonly Source[]; now: number }) {
  const { t } = useTexts();
  if (sources.length === 0) return <p className="text-sm">{t("health.no_sources")}</p>;
  return (
    <ul className="grid gap-3 lg:grid-cols-2">
      {sources.map((source) => (
        <SourceCard key={source.host} source={source} now={now} />
      ))}
    </ul>
  );
}

function SourceCard({ source, now }: { source: Source; now: number }) {
  const { t, format, lookUp } = useTexts();
  const look = LOOK[source.state];
  return (
    <li className="sheet flex min-w-0 flex-col gap-2 p-3 sm:p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <strong className="min-w-0 break-all">{source.host}</strong>
        <span className={`rounded-full px-3 py-1 text-sm font-medium ${look.color}`}>
          <span aria-hidden="true">{look.sign} </span>
          {t(`source_state.${source.state}`)}
        </span>
      </div>
      <p className="text-sm text-soft">
        {source.last_ok_at
          ? t("health.last_ok", { age: format.age(source.last_ok_at, now) })
          : t("health.never_ok")}
        {source.since &&
          source.state !== "ok" &&
          ` ${t("health.since", { time: format.instant(source.since) })}`}
      </p>
      {source.reason && (
        <p className="text-sm break-words">{lookUp(`outcome.${source.reason}`) ?? source.reason}</p>
      )}
      {source.resume_at && (
        <p className="text-sm">{t("health.resumes", { time: format.instant(source.resume_at) })}</p>
      )}
      {source.state === "stopped" && <Resume host={source.host} />}
    </li>
  );
}

function Resume({ host }: { host: string }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const problem = useProblemText();
  const resume = useMutation({
    mutationFn: () => post(`/sources/${encodeURIComponent(host)}/resume`),
    onSuccess: () => client.invalidateQueries({ queryKey: dataHealthQuery.queryKey }),
  });
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-soft">{t("health.resume_text")}</p>
      <button
        type="button"
        className="button self-start"
        disabled={resume.isPending}
        onClick={() => resume.mutate()}
      >
        {t("health.resume")}
      </button>
      {resume.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(resume.error)}
        </p>
      )}
    </div>
  );
}

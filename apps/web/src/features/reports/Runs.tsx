/** What became of a schedule's reports: each with its channels, what waits, and what failed with its reason. */
import { useQuery } from "@tanstack/react-query";
import type { ReportRuns } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { runsQuery } from "./queries";

type Run = ReportRuns["items"][number];
const SIGNS = { waiting: "…", sent: "✓", failed: "✕", ended: "✕" } as const;

export function Runs({ id }: { id: number }) {
  const { t } = useTexts();
  return (
    <Answer query={useQuery(runsQuery(id))} skeleton={<Skeleton rows={2} height="h-10" />}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-sm text-soft">{t("reports.no_runs")}</p>
        ) : (
          <ul className="divide-y divide-rule text-sm">
            {items.map((run) => (
              <Line key={run.report.report_id} run={run} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

function Line({ run: { report, day, deliveries } }: { run: Run }) {
  const { t, format } = useTexts();
  return (
    <li className="py-2">
      <span className="font-medium">{day ? format.day(day) : t("reports.by_hand")}</span>{" "}
      <span className={report.state === "failed" ? "text-bad" : "text-soft"}>
        {t(`reports.state.${report.state}`)}
        {report.error && `: ${report.error}`}
      </span>
      {deliveries.map((one) => (
        <span key={one.delivery_id} className="block wrap-anywhere text-soft">
          <span aria-hidden="true">{SIGNS[one.state]} </span>
          {t(`reports.to.${one.kind}`)}: {t(`reports.brought.${one.state}`)}
          {one.sent_at && `, ${format.instant(one.sent_at)}`}
          {one.error && ` · ${one.error}`}
        </span>
      ))}
    </li>
  );
}

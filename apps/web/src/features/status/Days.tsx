/** Thirty days as plain bars: whole, broken off where looks went wrong, an empty place where nobody looked. */
import type { Part } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { LEAST_LOST, meanOf, percentOf } from "./shares";

type Day = Part["days"][number];

export function Days({ days }: { days: readonly Day[] }) {
  const { t, format } = useTexts();
  const first = days[0];
  if (!first) return null;
  const mean = meanOf(days);
  const words = mean === null ? t("status.days_none") : t("status.days", { share: percentOf(mean) });
  const wordsOf = (day: Day) =>
    day.well === null ? t("status.unwatched") : `${format.count(percentOf(day.well))} %`;
  return (
    <div className="mt-auto">
      <div
        role="img"
        aria-label={`${format.day(first.day)} – ${t("status.today")}: ${words}`}
        className="flex h-9 items-end gap-px sm:gap-0.5"
      >
        {days.map((day) => (
          <Bar key={day.day} day={day} label={`${format.day(day.day)}: ${wordsOf(day)}`} />
        ))}
      </div>
      <div className="mt-1 flex justify-between gap-2 text-xs text-soft">
        <span>{format.dayShort(first.day)}</span>
        <span>{words}</span>
        <span>{t("status.today")}</span>
      </div>
      <details>
        <summary className="min-h-11 py-2.5 text-sm font-medium">{t("history.table")}</summary>
        <table className="w-full border-collapse text-sm">
          <thead className="text-soft">
            <tr className="border-b border-rule-strong">
              <th scope="col" className="py-1 text-start font-medium">
                {t("readout.day")}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t("status.share")}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day} className="border-b border-rule last:border-b-0">
                <th scope="row" className="py-1 text-start font-normal">
                  {format.day(day.day)}
                </th>
                <td className="numeric py-1">{wordsOf(day)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function Bar({ day, label }: { day: Day; label: string }) {
  if (day.well === null)
    return (
      <span
        title={label}
        className="h-full min-w-0 flex-1 rounded-xs border border-dashed border-rule-strong"
      />
    );
  if (day.well === 1) return <span title={label} className="h-full min-w-0 flex-1 rounded-xs bg-good" />;
  const lost = Math.max(1 - day.well, LEAST_LOST);
  return (
    <span title={label} className="flex h-full min-w-0 flex-1 flex-col gap-0.5">
      <span className="rounded-xs bg-bad" style={{ flexGrow: lost, flexBasis: 0 }} />
      {day.well > 0 && <span className="rounded-xs bg-good" style={{ flexGrow: 1 - lost, flexBasis: 0 }} />}
    </span>
  );
}

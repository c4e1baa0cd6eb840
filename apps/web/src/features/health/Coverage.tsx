/** For each day, the part of all products whose sales are known: a bar a day, empty days marked, the same as a table. */
import type { DataHealth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

type Day = DataHealth["coverage"][number];

export const shareOf = (day: Day): number | null =>
  day.products === 0 ? null : day.products_known / day.products;

export function Coverage({ days }: { days: readonly Day[] }) {
  const { t, format } = useTexts();
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return <p className="text-sm">{t("health.no_days")}</p>;
  return (
    <div className="sheet p-3 sm:p-4">
      <Bars days={days} />
      <div className="flex justify-between text-xs text-soft">
        <span>{format.dayShort(first.day)}</span>
        <span>{format.dayShort(last.day)}</span>
      </div>
      <details className="mt-2">
        <summary className="min-h-11 py-2.5 text-sm font-medium">{t("history.table")}</summary>
        <table className="w-full border-collapse text-sm">
          <thead className="text-soft">
            <tr className="border-b border-rule-strong">
              <th scope="col" className="py-1 text-start font-medium">
                {t("readout.day")}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t("health.known_share")}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t("readout.looks")}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day} className="border-b border-rule last:border-b-0">
                <th scope="row" className="py-1 text-start font-normal">
                  {format.day(day.day)}
                </th>
                <td className="numeric py-1">
                  {t("health.of", { known: day.products_known, all: day.products })}
                </td>
                <td className="numeric py-1">{format.count(day.looks)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function Bars({ days }: { days: readonly Day[] }) {
  const { t, format } = useTexts();
  const known = days.map(shareOf).filter((share) => share !== null);
  const mean = known.length
    ? Math.round((100 * known.reduce((sum, share) => sum + share, 0)) / known.length)
    : 0;
  const width = 10;
  return (
    <svg
      viewBox={`0 0 ${days.length * width} 72`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("health.coverage_mean", { n: mean, days: days.length })}
      className="h-20 w-full"
    >
      <line
        x1="0"
        x2={days.length * width}
        y1="71.5"
        y2="71.5"
        className="stroke-rule-strong"
        vectorEffect="non-scaling-stroke"
      />
      {days.map((day, index) => {
        const share = shareOf(day);
        const label = `${format.day(day.day)}: ${t("health.of", { known: day.products_known, all: day.products })}`;
        if (!share) {
          return (
            <path
              key={day.day}
              d={`M${index * width + 2} 60l6 10m0-10l-6 10`}
              className="stroke-bad"
              vectorEffect="non-scaling-stroke"
              strokeWidth="1.5"
            >
              <title>{label}</title>
            </path>
          );
        }
        return (
          <rect
            key={day.day}
            x={index * width + 1}
            width={width - 2}
            y={71 - 70 * share}
            height={70 * share}
            className={share < 0.9 ? "fill-warn" : "fill-accent"}
          >
            <title>{label}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** How visits ended, hour by hour: good ones above the line, all others below it, so place tells them apart. */
import type { DataHealth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

type Hour = DataHealth["outcomes"][number];
export const OUTCOMES = ["ok", "gone", "throttled", "challenged", "changed", "timed_out", "failed"] as const;
type Outcome = (typeof OUTCOMES)[number];

const SIGNS: Record<Outcome, string> = {
  ok: "✓",
  gone: "∅",
  throttled: "‖",
  challenged: "■",
  changed: "!",
  timed_out: "◷",
  failed: "✕",
};
const TROUBLE = OUTCOMES.slice(2);

export function totalsOf(hours: readonly Hour[]): Record<Outcome, number> {
  const totals: Record<Outcome, number> = {
    ok: 0,
    gone: 0,
    throttled: 0,
    challenged: 0,
    changed: 0,
    timed_out: 0,
    failed: 0,
  };
  for (const hour of hours) for (const outcome of OUTCOMES) totals[outcome] += hour[outcome];
  return totals;
}

export function Outcomes({ hours }: { hours: readonly Hour[] }) {
  const { t, format } = useTexts();
  const totals = totalsOf(hours);
  const visits = OUTCOMES.reduce((sum, outcome) => sum + totals[outcome], 0);
  const first = hours[0];
  const last = hours.at(-1);
  if (!first || !last || visits === 0) return <p className="text-sm">{t("health.no_visits")}</p>;
  return (
    <div className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <Bars hours={hours} label={t("health.visits_48h", { n: visits })} />
      <div className="flex justify-between text-xs text-soft">
        <span>{format.instant(first.hour)}</span>
        <span>{format.instant(last.hour)}</span>
      </div>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-4">
        {OUTCOMES.map((outcome) => {
          const bad = (TROUBLE as readonly Outcome[]).includes(outcome) && totals[outcome] > 0;
          return (
            <li key={outcome} className={`flex items-baseline gap-2 ${bad ? "text-bad" : ""}`}>
              <span aria-hidden="true" className="w-4 text-center">
                {SIGNS[outcome]}
              </span>
              <span className="min-w-0 grow wrap-anywhere">{t(`outcome.${outcome}`)}</span>
              <span className="font-semibold">{format.count(totals[outcome])}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Bars({ hours, label }: { hours: readonly Hour[]; label: string }) {
  const { t, format } = useTexts();
  const good = (hour: Hour) => hour.ok + hour.gone;
  const bad = (hour: Hour) => TROUBLE.reduce((sum, outcome) => sum + hour[outcome], 0);
  const most = Math.max(1, ...hours.map((hour) => Math.max(good(hour), bad(hour))));
  const width = 10;
  const height = (count: number, room: number) => (count === 0 ? 0 : Math.max(1.5, (room * count) / most));
  return (
    <svg
      viewBox={`0 0 ${hours.length * width} 80`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="h-24 w-full"
    >
      {hours.map((hour, index) => (
        <g key={hour.hour}>
          <title>{`${format.instant(hour.hour)}: ${t("outcome.ok")} ${good(hour)}, ${t("outcome.trouble")} ${bad(hour)}`}</title>
          <rect
            x={index * width + 1}
            width={width - 2}
            y={50 - height(good(hour), 48)}
            height={height(good(hour), 48)}
            className="fill-accent"
          />
          <rect
            x={index * width + 1}
            width={width - 2}
            y={51}
            height={height(bad(hour), 28)}
            className="fill-bad"
          />
        </g>
      ))}
      <line
        x1="0"
        x2={hours.length * width}
        y1="50.5"
        y2="50.5"
        className="stroke-rule-strong"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

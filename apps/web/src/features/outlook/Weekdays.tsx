/** How many times a usual day each weekday sells, as bars with their 80 % ranges, and in words. */
import type { Ranged } from "@/shared/api/shapes";
import { weekday } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";

const HIGH = 44;
const SLOT = 20;

/** The ends of a range in whole per cent: seven of them stand side by side on a narrow screen. */
function whole(factor: number): string {
  const percent = Math.round((factor - 1) * 100);
  return `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${Math.abs(percent)}`;
}

export function Weekdays({ factors, day }: { factors: readonly Ranged[]; day: string }) {
  const { t, format } = useTexts();
  const names = t("date.weekdays_short").split(" ");
  const points = factors.map(({ point }) => point ?? 1);
  const most = Math.max(...factors.map(({ point, high }) => high ?? point ?? 1), 1);
  const percent = (factor: number) =>
    Math.abs(factor - 1) < 0.005 ? "=" : format.change(factor - 1).replace(/\u00a0?%/, "");
  const y = (factor: number) => HIGH - (HIGH * factor) / most;
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${SLOT * factors.length} ${HIGH}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-12 w-full max-w-96 rounded-xs bg-sunk"
      >
        {points.map((factor, place) => (
          <rect
            key={names[place]}
            x={place * SLOT + 2}
            y={y(factor)}
            width={SLOT - 4}
            height={HIGH - y(factor)}
            className={place === weekday(day) ? "fill-accent" : "fill-accent opacity-60"}
          />
        ))}
        {factors.map(({ low, high }, place) =>
          low === null || high === null ? null : (
            <path
              key={names[place]}
              d={`M${(place + 0.5) * SLOT} ${y(low)}V${y(high)}`}
              className="stroke-ink"
              strokeWidth="1"
              vectorEffect="non-scaling-stroke"
            />
          ),
        )}
        <path
          d={`M0 ${y(1)}H${SLOT * factors.length}`}
          className="stroke-ink"
          strokeDasharray="3 2"
          strokeWidth="1"
        />
      </svg>
      <ul className="grid max-w-96 grid-cols-7 text-center text-xs">
        {factors.map(({ low, high }, place) => (
          <li key={names[place]} className="min-w-0">
            <span className="block text-soft">{names[place]}</span>
            <span className="block max-[22rem]:text-[0.625rem]">{percent(points[place] ?? 1)}</span>
            {low !== null && high !== null && (
              <span className="block text-[0.625rem] tracking-tight text-soft">
                {whole(low)}…{whole(high)}
              </span>
            )}
          </li>
        ))}
      </ul>
      <figcaption className="text-xs text-soft">{t("outlook.weekday_text")}</figcaption>
    </figure>
  );
}

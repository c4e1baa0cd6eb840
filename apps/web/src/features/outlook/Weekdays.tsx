/** How many times a usual day each weekday sells, as bars and in words. */
import { weekday } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";

const HIGH = 44;
const SLOT = 20;

export function Weekdays({ factors, day }: { factors: readonly number[]; day: string }) {
  const { t, format } = useTexts();
  const names = t("date.weekdays_short").split(" ");
  const most = Math.max(...factors, 1);
  const y = (factor: number) => HIGH - (HIGH * factor) / most;
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${SLOT * factors.length} ${HIGH}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-12 w-full max-w-96 rounded-xs bg-sunk"
      >
        {factors.map((factor, place) => (
          <rect
            key={names[place]}
            x={place * SLOT + 2}
            y={y(factor)}
            width={SLOT - 4}
            height={HIGH - y(factor)}
            className={place === weekday(day) ? "fill-accent" : "fill-accent opacity-60"}
          />
        ))}
        <path
          d={`M0 ${y(1)}H${SLOT * factors.length}`}
          className="stroke-ink"
          strokeDasharray="3 2"
          strokeWidth="1"
        />
      </svg>
      <ul className="grid max-w-96 grid-cols-7 text-center text-xs">
        {factors.map((factor, place) => (
          <li key={names[place]} className="min-w-0">
            <span className="block text-soft">{names[place]}</span>
            <span className="block max-[22rem]:text-[0.625rem]">
              {Math.abs(factor - 1) < 0.005 ? "=" : format.change(factor - 1).replace(/\u00a0?%/, "")}
            </span>
          </li>
        ))}
      </ul>
      <figcaption className="text-xs text-soft">{t("outlook.weekday_text")}</figcaption>
    </figure>
  );
}

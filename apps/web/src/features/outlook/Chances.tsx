/** The chance that stock is gone, day by day, as a rising curve; three of its days in words. */
import type { RunsOut } from "@/shared/api/shapes";
import { addDays } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { chancePercent } from "./percent";

const HIGH = 40;
const SLOT = 6;
/** Whole weeks, counted from today. */
const TOLD = [7, 14, 28] as const;

export function Chances({ chances, from }: { chances: RunsOut["chances"]; from: string }) {
  const { t, format } = useTexts();
  const wide = SLOT * chances.length;
  const told = TOLD.filter((days) => days <= chances.length);
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${wide} ${HIGH}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-10 w-full max-w-96 rounded-xs bg-sunk"
      >
        {chances.map((chance, place) => (
          <rect
            key={addDays(from, place)}
            x={place * SLOT + 0.5}
            y={HIGH * (1 - chance)}
            width={SLOT - 1}
            height={HIGH * chance}
            className="fill-line-3"
          />
        ))}
        <path d={`M0 ${HIGH / 2}H${wide}`} className="stroke-ink" strokeDasharray="2 2" strokeWidth="0.75" />
      </svg>
      <figcaption className="text-xs text-soft">
        {t("outlook.chances")}{" "}
        {told.map((days) => (
          <span key={days} className="me-2 inline-block whitespace-nowrap">
            {format.dayShort(addDays(from, days - 1))}:{" "}
            <span className="font-semibold text-ink">
              {chancePercent(chances[days - 1] ?? 0, format.count)}
            </span>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

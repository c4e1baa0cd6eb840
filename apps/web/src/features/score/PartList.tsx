/** What a score is made of: each part with what it measures, where that stands within the category, and what it adds. */
import type { ProductScore, ScorePart } from "@/shared/api/shapes";
import { NBSP } from "@/shared/format/numbers";
import type { Formatter } from "@/shared/format/formatter";
import { useTexts } from "@/shared/texts/texts";
import { BasisMark } from "@/shared/ui/BasisMark";
import { Term } from "@/shared/ui/Term";

export function PartList({ score }: { score: ProductScore }) {
  const { t, format } = useTexts();
  const { point, low, high } = score.points;
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label={t("score.parts")} className="sheet divide-y divide-rule">
        {score.parts.map((part) => (
          <Part key={part.name} part={part} />
        ))}
      </ol>
      {point !== null && low !== null && high !== null && (
        <p className="px-3 text-sm sm:px-4">
          {t("score.sum", { n: tenths(point, format), low: tenths(low, format), high: tenths(high, format) })}
        </p>
      )}
      {score.missing.length > 0 && <p className="px-3 text-sm text-soft sm:px-4">{t("score.left_out")}</p>}
    </div>
  );
}

function Part({ part }: { part: ScorePart }) {
  const { t, format } = useTexts();
  const weight = t("score.weighs", { n: Math.round(part.weight * 100) });
  return (
    <li className="grid gap-x-6 gap-y-1 px-3 py-2.5 sm:px-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-3">
        <Term word={part.label} text={part.reason} />
        <Value part={part} />
      </div>
      <div className="flex min-w-0 flex-col justify-center gap-1">
        <Bar part={part} />
        <p className="flex flex-wrap justify-between gap-x-3 text-xs text-soft">
          <span>{part.missing ? t("score.missing") : stands(part, t("score.stands"), format)}</span>
          <span className="whitespace-nowrap">
            {weight}
            {part.contribution !== null && part.weight > 0 && (
              <>
                {" · "}
                {t("score.adds", { n: tenths(part.contribution, format) })}
              </>
            )}
          </span>
        </p>
      </div>
    </li>
  );
}

function Value({ part }: { part: ScorePart }) {
  const { t, format } = useTexts();
  const { point, low, high } = part.value;
  const words = (value: number) => told(value, part, format);
  if (point === null)
    return (
      <span className="text-sm text-soft">{t(part.endless ? "score.endless" : "estimate.unknown")}</span>
    );
  const apart = part.unit === "share" ? "…" : "–";
  const range = low !== null && high !== null && low < high ? `${words(low)}${apart}${words(high)}` : null;
  const beyond = low !== null && high === null ? t("score.at_least", { n: words(low) }) : null;
  return (
    <span className="text-sm">
      <BasisMark basis={part.basis} />{" "}
      <span className="font-semibold whitespace-nowrap">
        {words(point)}
        {part.unit !== "share" && `${NBSP}${t(`score.unit.${part.unit}`)}`}
      </span>
      {(range ?? beyond) && (
        <span className="text-xs text-soft" title={t("estimate.range_means")}>
          {" "}
          ({range ?? beyond})
        </span>
      )}
    </span>
  );
}

/** The bar is the percentile, the line over it where it truly may lie. */
function Bar({ part }: { part: ScorePart }) {
  const { point, low, high } = part.percentile;
  return (
    <div aria-hidden="true" className="relative h-2.5 overflow-hidden rounded-xs bg-sunk">
      {point !== null && (
        <div
          className={`h-full rounded-xs bg-accent ${part.weight > 0 ? "opacity-70" : "opacity-25"}`}
          style={{ width: `${point}%` }}
        />
      )}
      {low !== null && high !== null && high > low && (
        <div
          className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-ink"
          style={{ insetInlineStart: `${low}%`, width: `${high - low}%` }}
        />
      )}
    </div>
  );
}

function stands(part: ScorePart, words: string, format: Formatter): string {
  const { point, low, high } = part.percentile;
  if (point === null || low === null || high === null) return "";
  const whole = (value: number) => format.count(Math.round(value));
  const range = Math.round(low) < Math.round(high) ? ` (${whole(low)}–${whole(high)})` : "";
  return `${words}: ${whole(point)}${range}`;
}

function told(value: number, part: ScorePart, format: Formatter): string {
  switch (part.unit) {
    case "share":
      return format.change(value);
    case "uzs":
      return format.moneyShort(value);
    case "hhi":
      return format.count(Math.round(value));
    case "stars":
      return format.count(Number(value.toFixed(2)));
    default:
      return format.units(value);
  }
}

const tenths = (value: number, format: Formatter) => format.count(Number(value.toFixed(1)));

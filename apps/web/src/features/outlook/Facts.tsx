/** Why something is listed as rising: what is sure of its growth, how much it sells, since when, and what was left out. */
import type { LevelShift, Trend } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { SPAN_DAYS } from "./days";
import { atMostPercent, percent } from "./percent";
import { RangedFigure } from "./Ranged";

export type Align = "start" | "end";

/** What it surely grew by, and how many of those that grow as surely may be false. */
export function Surely({ trend, align = "start" }: { trend: Trend; align?: Align }) {
  const { t, format } = useTexts();
  const { least_growth: least, q_value: q } = trend;
  const rose = least !== null && least > 0;
  return (
    <span className={`inline-flex flex-col ${align === "end" ? "items-end text-end" : "items-start"}`}>
      {least === null ? (
        <span className="text-xs text-soft">{t("growth.unknown")}</span>
      ) : (
        <span className={`font-semibold ${rose ? "text-good" : "text-soft"}`}>
          <span aria-hidden="true">{rose ? "▲ " : "≈ "}</span>
          {t("rising.at_least", { growth: format.change(least) })}
        </span>
      )}
      {q !== null && (
        <span className="text-xs text-soft" title={t("rising.false_means")}>
          {t("rising.false", { share: atMostPercent(q, format.count) })}
        </span>
      )}
    </span>
  );
}

export function Level({ trend, align }: { trend: Trend; align?: Align }) {
  const { format } = useTexts();
  return (
    <RangedFigure
      words={format.rateOf(trend.level)}
      known={trend.level.point !== null}
      basis={trend.basis}
      align={align}
    />
  );
}

/** The day from which on another level was sold. */
export function Since({ shift, align = "start" }: { shift: LevelShift | null; align?: Align }) {
  const { t, format } = useTexts();
  if (!shift) return <span className="text-xs text-soft">{t("rising.no_day")}</span>;
  const words = format.timesOf(shift.factor);
  return (
    <span className={`inline-flex flex-col ${align === "end" ? "items-end text-end" : "items-start"}`}>
      <span className="whitespace-nowrap">{format.day(shift.day)}</span>
      {shift.factor.point !== null && (
        <span className="text-xs text-soft" title={t("estimate.range_means")}>
          {words.point} {words.range && `(${words.range})`}
        </span>
      )}
    </span>
  );
}

/** Days that were left out since there was nothing to buy. */
export function EmptyShelf({ days }: { days: number }) {
  const { t, format } = useTexts();
  if (days === 0) return <>{t("rising.never_empty")}</>;
  return (
    <>
      {percent(days / SPAN_DAYS, format.count)}{" "}
      <span className="text-xs text-soft">{t("rising.empty_days", { n: days, of: SPAN_DAYS })}</span>
    </>
  );
}

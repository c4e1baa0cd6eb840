/** A number never stands bare: its mark, its range, and how many of its days were looked at. */
import type { Estimate } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { BasisMark } from "./BasisMark";
import { CopyNumber } from "./CopyNumber";

interface Props {
  estimate: Estimate;
  kind?: "units" | "revenue";
  size?: "small" | "large";
  align?: "start" | "end";
  /** A tap on the number copies it. Not where the figure stands in a link. */
  copies?: boolean;
}

export function EstimateFigure(props: Props) {
  const { estimate, kind = "units", size = "small", align = "start", copies = false } = props;
  const { t, format } = useTexts();
  const words = kind === "units" ? format.unitsOf(estimate) : format.revenueOf(estimate);
  const unknown = estimate.point === null;
  const short = estimate.days > 1 && estimate.known_days > 0 && estimate.known_days < estimate.days;
  return (
    <span className={`inline-flex flex-col ${align === "end" ? "items-end text-end" : "items-start"}`}>
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        <BasisMark basis={estimate.basis} />
        <span className={size === "large" ? "text-2xl font-semibold leading-tight" : "font-semibold"}>
          {unknown ? (
            <span className="text-xs font-normal text-soft">
              <span className="max-[22rem]:hidden">{t("estimate.unknown")}</span>
              <span className="hidden max-[22rem]:inline">—</span>
            </span>
          ) : copies ? (
            <CopyNumber plain={format.plain(estimate.point, kind)}>{words.point}</CopyNumber>
          ) : (
            words.point
          )}
        </span>
      </span>
      {/* In the cell of a table, a range that has no room goes on in the next line, after its dash. */}
      {words.range && (
        <span
          className={`text-xs text-soft ${align === "end" ? "whitespace-normal" : "whitespace-nowrap max-[22rem]:whitespace-normal"}`}
          title={t("estimate.range_means")}
        >
          ({words.range})
        </span>
      )}
      {short && (
        <span className="text-xs whitespace-normal text-warn">
          {t("estimate.days_known", { known: estimate.known_days, days: estimate.days })}
        </span>
      )}
      {estimate.through && !unknown && (
        <span className="text-xs text-soft">
          {t("estimate.until", { time: format.clock(estimate.through) })}
        </span>
      )}
    </span>
  );
}

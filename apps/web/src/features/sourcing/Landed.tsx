/** What a unit costs once it lies in Tashkent, by way of freight, and what is left of the market's prices after that. */
import type { LandedCost, ProductOffer, SegmentMargin } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { BasisMark } from "@/shared/ui/BasisMark";
import { FreightThere } from "./FreightThere";

export function Landed({ costs }: { costs: readonly LandedCost[] }) {
  const { t, format } = useTexts();
  const known = costs.filter((one) => one.total.point !== null);
  if (known.length === 0) {
    const missing = [...new Set(costs.flatMap((one) => one.missing))];
    return (
      <>
        <p className="text-sm text-soft">
          {t("sourcing.landed_unknown")} {missing.map((one) => t(`sourcing.missing.${one}`)).join(" ")}
        </p>
        {missing.includes("freight_us") && <FreightThere />}
      </>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <h4 className="font-sans text-sm font-medium tracking-normal">{t("sourcing.landed")}</h4>
      <ul className="flex flex-col gap-1">
        {known.map((one) => (
          <li key={one.way}>
            <details>
              <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 text-sm">
                <span aria-hidden="true" className="text-soft">
                  ▸
                </span>
                <span className="min-w-20">{t(`sourcing.way.${one.way as "air"}`)}</span>
                <span className="numeric font-medium">{format.money(one.total.point)}</span>
                <span className="numeric text-soft">
                  {format.count(one.total.low)}…{format.money(one.total.high)}
                </span>
                <BasisMark basis={one.basis} />
              </summary>
              <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 pb-2 text-sm text-soft">
                {one.lines.map((line) => (
                  <div key={line.line} className="contents">
                    <dt>{t(`sourcing.line.${line.line}`)}</dt>
                    <dd className="numeric text-end">
                      {format.money(line.uzs.point)}
                      {line.uzs.low !== line.uzs.high && (
                        <span className="ms-2 text-xs">
                          {format.count(line.uzs.low)}…{format.count(line.uzs.high)}
                        </span>
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

const percent = (share: number | null) =>
  share === null ? "—" : `${Math.round(share * 100)} %`.replace("-", "−");

/** `35 %`, and `20 %…48 %`; a range that is open on a side says so. */
export function useMarginWords() {
  const { t } = useTexts();
  return ({ point, low, high }: ProductOffer["margin"]): string => {
    if (low === null && high === null) return "—";
    if (low === null) return t("sourcing.at_most", { n: percent(high) });
    if (high === null) return t("sourcing.at_least", { n: percent(low) });
    return `${percent(point)} (${percent(low)}…${percent(high)})`;
  };
}

export function Margins({ segments }: { segments: readonly SegmentMargin[] }) {
  const { t, format } = useTexts();
  const words = useMarginWords();
  if (segments.length === 0) return null;
  const name = ({ from_uzs: from, to_uzs: to }: SegmentMargin) => {
    if (from === null && to === null) return t("sourcing.any_price");
    if (from === null) return t("sourcing.below", { to: format.money(to) });
    if (to === null) return t("sourcing.from", { from: format.money(from) });
    return `${format.count(from)}–${format.money(to)}`;
  };
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2.5 text-sm font-medium">
        {t("sourcing.margins")}
      </summary>
      <p className="mb-2 max-w-prose text-sm text-soft">{t("sourcing.margins_text")}</p>
      <ul className="flex flex-col text-sm">
        {segments.map((one) => (
          <li
            key={`${one.from_uzs}`}
            className="flex flex-wrap justify-between gap-x-4 border-t border-rule py-1.5"
          >
            <span>
              {name(one)}
              <span className="ms-3 text-soft">
                {t("sourcing.sold_28", { n: format.units(one.units_28) })}
              </span>
            </span>
            <span className="numeric font-medium">{words(one.margin)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

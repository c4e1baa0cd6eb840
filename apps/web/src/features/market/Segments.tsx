/** At which prices a market sells: segments of about as many products each. */
import type { PriceSegment } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Term } from "@/shared/ui/Term";
import { Bars } from "./Bars";

export function Segments({ segments, unpriced }: { segments: readonly PriceSegment[]; unpriced: number }) {
  const { t, format } = useTexts();
  const nameOf = ({ from_uzs: from, to_uzs: to }: PriceSegment): string => {
    if (from === null && to === null) return t("market.segment.all");
    if (from === null) return t("market.segment.below", { to: format.money(to) });
    if (to === null) return t("market.segment.from", { from: format.money(from) });
    return t("market.segment.between", { from: format.count(from), to: format.money(to) });
  };
  return (
    <section aria-labelledby="prices" className="flex flex-col gap-2">
      <h2 id="prices" className="text-xl">
        {t("market.prices")}
      </h2>
      <div className="-my-1 flex flex-wrap text-sm text-soft">
        <Term word={t("market.segment.term")} text={t("market.segment.means")} />
      </div>
      {segments.length > 0 ? (
        <Bars
          label={t("market.prices")}
          rows={segments.map((segment) => ({
            key: segment.from_uzs ?? 0,
            name: <span className="font-medium">{nameOf(segment)}</span>,
            part: segment,
          }))}
        />
      ) : (
        <p className="text-sm text-soft">{t("market.no_prices")}</p>
      )}
      {segments.length > 0 && unpriced > 0 && (
        <p className="text-xs text-soft">{t("market.unpriced", { n: unpriced })}</p>
      )}
    </section>
  );
}

/** The answer first: what is sold in a month, in units and money, and whether it grows. */
import type { ReactNode } from "react";
import type { Estimate, MarketSize } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { GrowthFigure } from "@/shared/ui/GrowthFigure";
import { Term } from "@/shared/ui/Term";
import { whole } from "./whole";

export function SizeBlock({ size }: { size: MarketSize }) {
  const { t } = useTexts();
  return (
    <section aria-labelledby="size" className="flex flex-col gap-2">
      <h2 id="size" className="sr-only">
        {t("market.size")}
      </h2>
      <div className="sheet grid divide-rule max-sm:divide-y sm:grid-cols-3 sm:divide-x">
        <Cell name={t("market.revenue_28")}>
          <EstimateFigure estimate={whole(size.revenue_28)} kind="revenue" size="large" copies />
          <Week estimate={whole(size.revenue_7)} kind="revenue" />
        </Cell>
        <Cell name={t("market.units_28")}>
          <EstimateFigure estimate={size.days_28} size="large" copies />
          <Week estimate={size.days_7} kind="units" />
        </Cell>
        <div className="flex min-w-0 flex-col gap-1 p-3 sm:p-4">
          <div className="-my-1.5 flex flex-wrap text-sm font-medium text-soft">
            <Term word={t("growth.title")} text={t("market.growth_means")} />
          </div>
          <GrowthFigure growth={size.growth} size="large" />
          {size.growth.point !== null && (
            <p className="mt-auto border-t border-rule pt-2 text-xs text-soft">
              {t("market.compared", { n: size.growth.compared, of: size.products })}
            </p>
          )}
        </div>
      </div>
      {size.counted_28 < size.products && (
        <p className="max-w-prose text-xs text-soft">
          {t("market.counted", { n: size.counted_28, of: size.products })}
        </p>
      )}
    </section>
  );
}

function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 p-3 sm:p-4">
      <h3 className="text-sm font-medium text-soft">{name}</h3>
      {children}
    </div>
  );
}

function Week({ estimate, kind }: { estimate: Estimate; kind: "units" | "revenue" }) {
  const { t } = useTexts();
  return (
    <div className="mt-auto border-t border-rule pt-2 text-sm">
      <p className="text-xs text-soft">{t("market.in_7")}</p>
      <EstimateFigure estimate={estimate} kind={kind} />
    </div>
  );
}

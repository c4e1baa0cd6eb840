/** Where a product goes: its trend, what comes next and how sure that is, and how long its stock lasts. */
import { useQuery } from "@tanstack/react-query";
import { productOutlookQuery } from "@/shared/api/outlook";
import type { Product, ProductOutlook as Told } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";
import { FirstSeen, Velocity } from "./New";
import { ForecastPart } from "./ForecastPart";
import { StockPart } from "./StockPart";
import { TrendPart } from "./TrendPart";

export default function ProductOutlook({ product }: { product: Product }) {
  const { t, language } = useTexts();
  const outlook = useQuery(productOutlookQuery(product.product_id, language));
  return (
    <section aria-labelledby="outlook" className="flex flex-col gap-4">
      <h2 id="outlook" className="text-xl">
        {t("outlook.title")}
      </h2>
      <Answer query={outlook} skeleton={<Skeleton rows={2} height="h-56" />}>
        {(told) => <Parts told={told} product={product} />}
      </Answer>
    </section>
  );
}

function Parts({ told, product }: { told: Told; product: Product }) {
  const { t, format } = useTexts();
  const { trend, forecast, stock, new: born, closed_through: closed } = told;
  if (!trend && !forecast && !stock) return <p className="max-w-prose text-soft">{t("outlook.none")}</p>;
  return (
    <>
      {trend && trend.as_of < closed && (
        <p role="status" className="text-sm text-soft">
          {t("outlook.later", { day: format.day(closed) })}
        </p>
      )}
      {trend ? (
        <TrendPart trend={trend} kind="products" alone={told.on_demand} />
      ) : (
        <p className="max-w-prose text-soft">{t("outlook.no_trend")}</p>
      )}
      {born && (
        <dl className="sheet grid grid-cols-2 gap-3 p-3 text-sm sm:p-4">
          <div>
            <dt className="text-xs text-soft">{t("rising.col.velocity")}</dt>
            <dd>
              <Velocity born={born} basis={trend?.basis ?? "inferred"} />
            </dd>
          </div>
          <div>
            <dt className="text-xs text-soft">{t("rising.col.first_seen")}</dt>
            <dd>
              <FirstSeen born={born} />
            </dd>
          </div>
        </dl>
      )}
      <ForecastPart id={product.product_id} forecast={forecast} shift={trend?.shift ?? null} />
      <StockPart stock={stock} variants={product.variants} />
    </>
  );
}

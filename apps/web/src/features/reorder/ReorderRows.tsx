/** Own goods with their orders, one card each; variants open on demand. */
import type { ReorderRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Freshness } from "@/shared/ui/Freshness";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { useNow } from "@/shared/ui/useNow";
import { Cost, Due, Pieces, Quantity } from "./Due";
import { OrderCard } from "./OrderCard";
import { TermsLine } from "./TermsLine";
import { useLineName } from "./useLineName";

export function ReorderRows({ rows }: { rows: readonly ReorderRow[] }) {
  return (
    <ol className="grid gap-3 lg:grid-cols-2">
      {rows.map((row) => (
        <li key={row.product.product_id} className="sheet flex min-w-0 flex-col gap-2 p-3 sm:p-4">
          <Card row={row} />
        </li>
      ))}
    </ol>
  );
}

function Card({ row }: { row: ReorderRow }) {
  const { t, format } = useTexts();
  const now = useNow();
  const { product, plan, lost } = row;
  const [only] = plan.lines;
  return (
    <>
      <div className="flex min-w-0 gap-3">
        <ProductTile
          id={product.product_id}
          title={format.title(product.titles)}
          photoUrl={product.photo_url}
        />
        <div className="min-w-0">
          <ProductLink
            product={product}
            className="line-clamp-2 font-medium wrap-anywhere hover:text-accent hover:underline"
          />
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
            {product.stock !== null && t("stock.left", { n: format.count(product.stock) })}
            <Freshness seenAt={product.seen_at} now={now} />
          </p>
        </div>
      </div>
      {plan.no_plan ? (
        <p className="text-sm text-soft">{t(`reorder.no_plan.${plan.no_plan}`)}</p>
      ) : (
        <>
          <Due dates={plan} due={plan.due > 0} horizon={plan.horizon_days} />
          <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3 text-sm">
            {only && plan.lines.length === 1 ? (
              <Pieces line={only} />
            ) : (
              plan.due > 0 && <Quantity label={t("reorder.pieces")} pieces={plan.pieces} />
            )}
            {plan.due > 0 && <Cost cost={plan.cost_uzs} />}
            {lost && lost.empty_days !== null && lost.empty_days > 0 && (
              <div className="min-w-0">
                <dt className="text-xs text-soft">{t("reorder.lost_revenue")}</dt>
                <dd>
                  <EstimateFigure
                    estimate={{ ...lost.revenue, known_days: lost.revenue.days }}
                    kind="revenue"
                  />
                </dd>
              </div>
            )}
          </dl>
        </>
      )}
      <Opened row={row} />
    </>
  );
}

function Opened({ row }: { row: ReorderRow }) {
  const { t } = useTexts();
  const nameOf = useLineName();
  const { plan } = row;
  return (
    <details className="border-t border-rule pt-1 text-sm">
      <summary className="min-h-9 py-1.5 text-soft">
        {plan.lines.length > 1 ? t("reorder.by_variant", { n: plan.lines.length }) : t("reorder.terms_how")}
      </summary>
      <div className="flex flex-col gap-3 pt-1">
        <TermsLine
          id={row.product.product_id}
          terms={row.terms}
          own={row.own_terms}
          tracked
          lines={plan.lines}
        />
        {plan.lines.map((line) => (
          <div key={line.sku_id ?? 0} className="flex flex-col gap-1 border-t border-rule pt-2">
            {plan.lines.length > 1 && (
              <h3 className="font-medium wrap-anywhere" dir="auto">
                {nameOf(line)}
              </h3>
            )}
            <OrderCard line={line} horizon={plan.horizon_days} />
          </div>
        ))}
      </div>
    </details>
  );
}

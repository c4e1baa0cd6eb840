/** How long stock lasts, as a whole and by variant, and what an empty shelf has cost. */
import type { Product, StockOutlook } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Freshness } from "@/shared/ui/Freshness";
import { Term } from "@/shared/ui/Term";
import { useNow } from "@/shared/ui/useNow";
import { RunsOutCard } from "./RunsOutCard";

interface Props {
  stock: StockOutlook | null;
  variants: Product["variants"];
}

export function StockPart({ stock, variants }: Props) {
  const { t } = useTexts();
  const now = useNow();
  const today = dayOfInstant(new Date(now).toISOString());
  return (
    <section aria-labelledby="runs-out" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h3 id="runs-out" className="text-lg">
          {t("outlook.stock")}
        </h3>
        {stock && (
          <p className="text-sm text-soft">
            {t("outlook.stock_seen")} <Freshness seenAt={stock.seen_at} now={now} />
          </p>
        )}
      </div>
      {!stock && <p className="max-w-prose text-soft">{t("outlook.no_stock")}</p>}
      {stock && (
        <>
          <div className="flex flex-wrap text-sm text-soft">
            <Term word={t("outlook.stock_how")} text={t("outlook.stock_means")} />
          </div>
          <ul className="grid gap-3 lg:grid-cols-2">
            <li className="sheet flex min-w-0 flex-col gap-1 p-3 sm:p-4">
              <h4 className="font-medium">{t("outlook.whole")}</h4>
              {stock.whole ? <RunsOutCard runs={stock.whole} from={today} /> : <Unknown />}
            </li>
            {stock.variants.length > 1 &&
              stock.variants.map(({ sku_id: sku, runs_out: runs }) => (
                <li key={sku} className="sheet flex min-w-0 flex-col gap-1 p-3 sm:p-4">
                  <h4 className="font-medium wrap-anywhere" dir="auto">
                    {nameOf(sku)}
                  </h4>
                  {runs ? <RunsOutCard runs={runs} from={today} /> : <Unknown />}
                </li>
              ))}
          </ul>
          <Lost lost={stock.lost} />
        </>
      )}
    </section>
  );

  function nameOf(sku: number): string {
    const traits = Object.values(variants.find((one) => one.sku_id === sku)?.characteristics ?? {});
    return traits.length > 0 ? traits.join(", ") : t("outlook.variant", { id: String(sku) });
  }
}

function Unknown() {
  const { t } = useTexts();
  return <p className="text-sm text-soft">{t("outlook.unknown_stock")}</p>;
}

function Lost({ lost }: { lost: StockOutlook["lost"] }) {
  const { t, format } = useTexts();
  const { units, revenue, empty_days: days } = lost;
  return (
    <section aria-labelledby="lost" className="sheet flex flex-col gap-2 p-3 sm:p-4">
      <h4 id="lost" className="font-medium">
        {t("outlook.lost")}
      </h4>
      {days === null ? (
        <p className="text-sm text-soft">{t("outlook.lost_unknown")}</p>
      ) : days === 0 ? (
        <p className="text-sm">{t("outlook.lost_none")}</p>
      ) : (
        <>
          <p className="max-w-prose text-sm text-soft">
            {t("outlook.lost_text", { days: format.units(days) })}
          </p>
          <dl className="grid grid-cols-2 gap-3 text-sm sm:max-w-md">
            <div>
              <dt className="text-xs text-soft">{t("outlook.lost_units")}</dt>
              <dd>
                <EstimateFigure estimate={units} />
              </dd>
            </div>
            <div>
              <dt className="text-xs text-soft">{t("outlook.lost_revenue")}</dt>
              <dd>
                <EstimateFigure estimate={{ ...revenue, known_days: revenue.days }} kind="revenue" />
              </dd>
            </div>
          </dl>
        </>
      )}
    </section>
  );
}

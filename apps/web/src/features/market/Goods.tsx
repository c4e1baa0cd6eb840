/** Goods that earn most, or were first seen last: ten of them, and the way to all. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Query } from "@/shared/api/client";
import { productsQuery } from "@/shared/api/queries";
import type { Market, ProductRow } from "@/shared/api/shapes";
import { dayOfInstant } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Price } from "@/shared/ui/Price";
import { ProductOrigin } from "@/shared/ui/ProductOrigin";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { whole } from "./whole";

const SHOWN = 10;
const NEW_MS = 30 * 86_400_000;

interface Props {
  /** Whose goods: as the api asks it, and as home does. */
  of: { category: number } | { seller: number };
  market: Market;
  chosen: "new" | undefined;
  onChoose: (goods: "new" | undefined) => void;
}

export function Goods({ of, market, chosen, onChoose }: Props) {
  const { t } = useTexts();
  const filters: Query = { ...of, state: "active", sort: chosen ? "-first_seen" : "-revenue_28" };
  const goods = useInfiniteQuery({ ...productsQuery(filters), placeholderData: keepPreviousData });
  return (
    <section aria-labelledby="goods" className="flex flex-col gap-3">
      <h2 id="goods" className="text-xl">
        {t("market.goods")}
      </h2>
      <div role="group" aria-labelledby="goods" className="flex flex-wrap gap-2">
        <Choice on={!chosen} words={t("market.leaders")} onChoose={() => onChoose(undefined)} />
        <Choice
          on={chosen === "new"}
          words={t("market.new", { n: market.newcomers })}
          onChoose={() => onChoose("new")}
        />
      </div>
      {chosen && <Young market={market} />}
      <Answer query={goods} skeleton={<Skeleton rows={4} height="h-16" />}>
        {(data) => (
          <ol aria-busy={goods.isPlaceholderData} className="sheet divide-y divide-rule">
            {data.pages[0]?.items.slice(0, SHOWN).map((row) => (
              <Good key={row.product_id} row={row} fresh={chosen === "new"} />
            ))}
          </ol>
        )}
      </Answer>
      <Link to="/browse" search={of} className="button self-start">
        {t("market.all_goods", { n: market.size.products })}
      </Link>
    </section>
  );
}

function Choice({ on, words, onChoose }: { on: boolean; words: string; onChoose: () => void }) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={onChoose}>
      {on && <span aria-hidden="true">✓</span>}
      {words}
    </button>
  );
}

/** Where we have not watched for longer than goods are new, being new says nothing yet. */
function Young({ market }: { market: Market }) {
  const { t, format } = useTexts();
  const now = useNow();
  const since = market.watched_since;
  if (!since || now - Date.parse(since) > NEW_MS) return null;
  return (
    <p className="max-w-prose rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
      <span aria-hidden="true">△ </span>
      {t("market.young", { day: format.day(dayOfInstant(since)) })}
    </p>
  );
}

function Good({ row, fresh }: { row: ProductRow; fresh: boolean }) {
  const { t, format } = useTexts();
  const title = format.title(row.titles);
  return (
    <li className="grid gap-x-6 gap-y-2 p-3 sm:px-4 md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="flex min-w-0 gap-3">
        <ProductTile id={row.product_id} title={title} photoUrl={row.photo_url} />
        <div className="min-w-0">
          <ProductLink product={row} className="line-clamp-2 font-medium hover:text-accent hover:underline" />
          <ProductOrigin row={row} category />
          {fresh && row.first_seen && (
            <p className="text-xs text-soft">
              {t("market.first_seen", { day: format.day(dayOfInstant(row.first_seen)) })}
            </p>
          )}
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1 text-sm sm:grid-cols-3 md:w-96">
        <div className="max-sm:col-span-2">
          <dt className="text-xs text-soft">{t("col.price")}</dt>
          <dd>
            <Price price={row.price_uzs} list={null} />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-soft">{t("market.revenue")}</dt>
          <dd>
            <EstimateFigure estimate={whole(row.figures.revenue_28)} kind="revenue" />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-soft">{t("market.units")}</dt>
          <dd>
            <EstimateFigure estimate={row.figures.days_28} />
          </dd>
        </div>
      </dl>
    </li>
  );
}

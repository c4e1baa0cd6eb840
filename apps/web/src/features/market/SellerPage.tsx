/** A shop: what it sells and whether it grows, in which categories, at what prices, and how those moved. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { readId } from "@/shared/address";
import { sellerMarketQuery } from "@/shared/api/queries";
import type { SellerMarket } from "@/shared/api/shapes";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Freshness } from "@/shared/ui/Freshness";
import { Icon } from "@/shared/ui/Icon";
import { Legend } from "@/shared/ui/Legend";
import { NewRule } from "@/shared/ui/NewRule";
import { PageViews } from "@/shared/ui/PageViews";
import { Answer, Skeleton } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Categories } from "./Categories";
import { isNone, MarketSkeleton, Nothing, Parts } from "./frame";
import { Goods } from "./Goods";
import { Heading } from "./Heading";
import { Moves } from "./Moves";
import { DEFAULT_PERIOD, MOVES_STEP, type ShopSearch } from "./search";
import { Segments } from "./Segments";
import { SizeBlock } from "./SizeBlock";
import { Trend } from "./Trend";
import { KEPT_SHOP } from "./view";

const OtherShops = lazy(
  async () => (await Promise.all([import("@/features/rivals/OtherShops"), openBook("niches")]))[0],
);
const route = getRouteApi("/s/$sellerId");

export function SellerPage() {
  const id = readId(route.useParams().sellerId);
  if (id === undefined) return <NoSuchShop />;
  return <Known key={id} id={id} />;
}

function Known({ id }: { id: number }) {
  const { t } = useTexts();
  const { days = DEFAULT_PERIOD, moves = MOVES_STEP } = route.useSearch();
  const market = useQuery({ ...sellerMarketQuery(id, days, moves), placeholderData: keepPreviousData });
  usePageTitle(market.data ? (market.data.title ?? t("market.shop_untitled", { id: String(id) })) : null);
  if (isNone(market)) return <NoSuchShop />;
  return (
    <Answer query={market} skeleton={<MarketSkeleton />}>
      {(data) => <Loaded market={data} busy={market.isPlaceholderData} />}
    </Answer>
  );
}

function Loaded({ market, busy }: { market: SellerMarket; busy: boolean }) {
  const { t } = useTexts();
  const search = route.useSearch();
  const { goods } = search;
  const navigate = route.useNavigate();
  const change = (part: Partial<ShopSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const title = market.title ?? t("market.shop_untitled", { id: String(market.seller_id) });
  const empty = market.size.products === 0;
  return (
    <Parts>
      <div className="flex flex-col gap-3">
        <Heading title={title} market={market}>
          <Counters market={market} />
        </Heading>
        {!empty && (
          <div className="flex flex-wrap gap-2">
            <NewRule scope="seller" id={market.seller_id} />
            <Link to="/reports" search={{ kind: "seller", id: market.seller_id }} className="button w-fit">
              <Icon name="file" />
              {t("market.report")}
            </Link>
            <PageViews
              page="seller"
              kept={KEPT_SHOP}
              view={{ id: market.seller_id, ...search }}
              onOpen={({ id = market.seller_id, ...chosen }) =>
                void navigate({ to: "/s/$sellerId", params: { sellerId: String(id) }, search: chosen })
              }
            />
          </div>
        )}
        {!empty && <SizeBlock size={market.size} />}
      </div>
      {empty ? (
        <Nothing title={t("market.empty_shop")} text={t("market.empty_text")} />
      ) : (
        <>
          <Trend seller={market.seller_id} />
          <Categories market={market} />
          <Segments segments={market.segments} unpriced={market.unpriced} />
          <Moves
            moves={market.moves}
            busy={busy}
            onPeriod={(days) =>
              change({ days: days === DEFAULT_PERIOD ? undefined : days, moves: undefined })
            }
            onMore={(moves) => change({ moves })}
          />
          <Goods
            of={{ seller: market.seller_id }}
            market={market}
            chosen={goods}
            onChoose={(next) => change({ goods: next })}
          />
          <Suspense fallback={<Skeleton rows={1} height="h-20" />}>
            <OtherShops id={market.seller_id} />
          </Suspense>
        </>
      )}
      <Legend />
    </Parts>
  );
}

function Counters({ market }: { market: SellerMarket }) {
  const { t, format } = useTexts();
  const now = useNow();
  return (
    <>
      {market.rating !== null && <span>★ {format.count(market.rating)}</span>}
      {market.orders_total !== null && (
        <span>
          {t("product.orders")}: {format.count(market.orders_total)}
        </span>
      )}
      {market.reviews_total !== null && (
        <span>
          {t("market.reviews")}: {format.count(market.reviews_total)}
        </span>
      )}
      <span>
        {t("product.seen")}: <Freshness seenAt={market.seen_at} now={now} />
      </span>
    </>
  );
}

function NoSuchShop() {
  const { t } = useTexts();
  return <Nothing title={t("market.none_shop")} text={t("market.none_shop_text")} />;
}

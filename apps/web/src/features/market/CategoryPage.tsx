/** A category: what it sells and whether it grows, who sells it, at what prices, what leads and what is new. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { readId } from "@/shared/address";
import { categoryMarketQuery } from "@/shared/api/queries";
import type { CategoryMarket } from "@/shared/api/shapes";
import { openBook, useTexts } from "@/shared/texts/texts";
import { CategoryPath } from "@/shared/ui/CategoryPath";
import { Icon } from "@/shared/ui/Icon";
import { Legend } from "@/shared/ui/Legend";
import { NewRule } from "@/shared/ui/NewRule";
import { ExportButton } from "@/shared/ui/ExportButton";
import { PageViews } from "@/shared/ui/PageViews";
import { Answer, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Below } from "./Below";
import { isNone, MarketSkeleton, Nothing, Parts } from "./frame";
import { Goods } from "./Goods";
import { Heading } from "./Heading";
import { Scores } from "./Scores";
import { Segments } from "./Segments";
import { Sellers } from "./Sellers";
import { SizeBlock } from "./SizeBlock";
import { Trend } from "./Trend";
import { KEPT_CATEGORY } from "./view";

const NicheParts = lazy(
  async () => (await Promise.all([import("@/features/niches/NicheParts"), openBook("niches")]))[0],
);
const route = getRouteApi("/c/$categoryId");

export function CategoryPage() {
  const id = readId(route.useParams().categoryId);
  if (id === undefined) return <NoSuchCategory />;
  return <Known id={id} />;
}

function Known({ id }: { id: number }) {
  const { format } = useTexts();
  const market = useQuery(categoryMarketQuery(id));
  usePageTitle(market.data ? (format.title(market.data.titles) ?? `№ ${id}`) : null);
  if (isNone(market)) return <NoSuchCategory />;
  return (
    <Answer query={market} skeleton={<MarketSkeleton />}>
      {(data) => <Loaded market={data} />}
    </Answer>
  );
}

function Loaded({ market }: { market: CategoryMarket }) {
  const { t, format } = useTexts();
  const { goods, weights } = route.useSearch();
  const navigate = route.useNavigate();
  const empty = market.size.products === 0;
  return (
    <Parts>
      <div className="flex flex-col gap-3">
        <CategoryPath label={t("market.path")} path={market.path} here />
        <Heading title={format.title(market.titles) ?? `№ ${market.category_id}`} market={market}>
          <span>{t("market.shops", { n: market.sellers })}</span>
        </Heading>
        {!empty && (
          <div className="flex flex-wrap gap-2">
            <Link to="/compare" search={{ ids: `c${market.category_id}` }} className="button w-fit">
              <Icon name="compare" />
              {t("market.compare")}
            </Link>
            <NewRule scope="category" id={market.category_id} />
            <Link
              to="/reports"
              search={{ kind: "category", id: market.category_id }}
              className="button w-fit"
            >
              <Icon name="file" />
              {t("market.report")}
            </Link>
            <ExportButton table="category_days" filters={{ category: market.category_id }} />
            <PageViews
              page="category"
              kept={KEPT_CATEGORY}
              view={{ id: market.category_id, goods, weights }}
              onOpen={({ id = market.category_id, ...search }) =>
                void navigate({ to: "/c/$categoryId", params: { categoryId: String(id) }, search })
              }
            />
          </div>
        )}
        {!empty && <SizeBlock size={market.size} />}
      </div>
      {empty ? (
        <Nothing title={t("market.empty_category")} text={t("market.empty_text")} />
      ) : (
        <>
          <Trend category={market.category_id} />
          <Sellers market={market} />
          <Below categories={market.children} />
          <Segments segments={market.segments} unpriced={market.unpriced} />
          <Suspense fallback={<Skeleton rows={2} height="h-40" />}>
            <NicheParts kind="category" id={market.category_id} />
          </Suspense>
          {market.children.length === 0 && <Scores category={market.category_id} />}
          <Goods
            of={{ category: market.category_id }}
            market={market}
            chosen={goods}
            onChoose={(next) =>
              void navigate({
                search: (now) => ({ ...now, goods: next }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        </>
      )}
      {empty && <Below categories={market.children} />}
      <Legend />
    </Parts>
  );
}

function NoSuchCategory() {
  const { t } = useTexts();
  return <Nothing title={t("market.none_category")} text={t("market.none_category_text")} />;
}

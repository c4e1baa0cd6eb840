/** What sells now: search, filters, and the list in the order asked for. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { categoriesQuery, productsQuery } from "@/shared/api/queries";
import type { ProductRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Legend } from "@/shared/ui/Legend";
import { PageViews } from "@/shared/ui/PageViews";
import { ProductRows } from "@/shared/ui/ProductRows";
import { SearchBox } from "@/shared/ui/SearchBox";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Filters } from "./Filters";
import { isFiltered, toFilters, type BrowseSearch } from "./search";
import { KEPT } from "./view";

const Facets = lazy(() => import("./Facets").then((part) => ({ default: part.Facets })));
const ExportButton = lazy(() =>
  import("@/shared/ui/ExportButton").then((part) => ({ default: part.ExportButton })),
);
const route = getRouteApi("/browse");
export function BrowsePage() {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const categories = useQuery(categoriesQuery);
  const products = useInfiniteQuery({
    ...productsQuery(toFilters(search)),
    placeholderData: keepPreviousData,
  });
  usePageTitle(t("home.title"));
  // What is shown while the whole list is asked for again may be what a filter found.
  const whole = !isFiltered(search) && !products.isPlaceholderData;
  // Where there is no product at all, there is nothing to search or narrow.
  const bare = whole && products.data?.pages[0]?.items.length === 0;

  const change = (part: Partial<BrowseSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });

  return (
    <div className="flex flex-col gap-4">
      <Heading firstRow={products.data?.pages[0]?.items[0]} />
      {!bare && (
        <>
          <SearchBox
            value={search.q ?? ""}
            onChange={(q) => change({ q: q || undefined, sort: undefined })}
          />
          <Filters
            search={search}
            categories={categories.data?.items ?? []}
            seller={products.isPlaceholderData ? undefined : products.data?.pages[0]?.items[0]?.seller?.title}
            onChange={change}
          />
        </>
      )}
      <Answer query={products} skeleton={<Skeleton rows={6} height="h-24" />}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.items);
          const total = data.pages[0]?.total ?? 0;
          const views = (
            <PageViews
              page="browse"
              kept={KEPT}
              view={search}
              onOpen={(view) => void navigate({ search: view })}
            />
          );
          if (rows.length === 0) {
            return (
              <>
                {!bare && <div className="flex justify-end">{views}</div>}
                <NothingFound filtered={!whole} onClear={() => void navigate({ search: {} })} />
              </>
            );
          }
          return (
            <section
              aria-label={t("home.list")}
              aria-busy={products.isPlaceholderData}
              className={products.isPlaceholderData ? "opacity-60" : ""}
            >
              <div className="mb-2 flex min-h-9 flex-wrap items-center justify-between gap-2">
                <p role="status" className="text-sm text-soft">
                  {t("home.total", { n: total })}
                </p>
                <div className="flex flex-wrap gap-2">
                  <Suspense fallback={null}>
                    <ExportButton table="products" filters={toFilters(search)} />
                  </Suspense>
                  {views}
                </div>
              </div>
              {data.pages[0]?.facets && (
                <Suspense fallback={null}>
                  <Facets facets={data.pages[0].facets} search={search} onChange={change} />
                </Suspense>
              )}
              <ProductRows
                rows={rows}
                sort={search.sort ?? (search.q ? null : undefined)}
                onSort={(sort) => change({ sort })}
              />
              <ShowMore list={products} shown={rows.length} total={total} />
            </section>
          );
        }}
      </Answer>
      <div className="mt-4">
        <Legend />
      </div>
    </div>
  );
}

function Heading({ firstRow }: { firstRow: ProductRow | undefined }) {
  const { t, format } = useTexts();
  const asOf = firstRow?.figures.as_of;
  return (
    <div>
      <h1 className="text-2xl sm:text-3xl">{t("home.title")}</h1>
      <p className="mt-1 min-h-6 text-soft">
        {asOf ? t("home.through", { day: format.day(asOf) }) : t("home.subtitle")}
      </p>
    </div>
  );
}

function NothingFound({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTexts();
  if (!filtered) {
    return (
      <Empty title={t("home.empty")}>
        <Link to="/" className="button button-main">
          {t("home.begin")}
        </Link>
      </Empty>
    );
  }
  return (
    <Empty title={t("home.nothing")}>
      <p className="max-w-prose text-soft">{t("home.nothing_text")}</p>
      <button type="button" className="button button-main" onClick={onClear}>
        {t("home.clear")}
      </button>
    </Empty>
  );
}

/** What rises over the whole market: products, niches, shops and newcomers, and why each stands where it stands. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { risingQuery } from "@/shared/api/outlook";
import { categoriesQuery } from "@/shared/api/queries";
import type { RisingList } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ExportButton } from "@/shared/ui/ExportButton";
import { Legend } from "@/shared/ui/Legend";
import { PageViews } from "@/shared/ui/PageViews";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { Judged, Means } from "./Judged";
import { NothingRises } from "./NothingRises";
import { Kinds, RisingFilters } from "./RisingFilters";
import { DEFAULT_SORT, isFiltered, toFilters, type RisingSearch } from "./search";
import { KEPT } from "./view";

const RisingRows = lazy(() => import("./RisingRows").then((part) => ({ default: part.RisingRows })));

const route = getRouteApi("/rising");

export function RisingPage() {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const categories = useQuery(categoriesQuery);
  const list = useInfiniteQuery({ ...risingQuery(toFilters(search)), placeholderData: keepPreviousData });
  usePageTitle(t("rising.title"));
  const change = (part: Partial<RisingSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("rising.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("rising.subtitle")}</p>
      </div>
      <Kinds search={search} />
      <div className="flex flex-wrap items-end justify-between gap-2">
        <RisingFilters search={search} categories={categories.data?.items ?? []} onChange={change} />
        <div className="flex flex-wrap gap-2">
          <ExportButton table="rising" filters={toFilters(search)} />
          <PageViews
            page="rising"
            kept={KEPT}
            view={search}
            onOpen={(view) => void navigate({ search: view })}
          />
        </div>
      </div>
      <Answer query={list} skeleton={<Skeleton rows={6} height="h-28" />}>
        {({ pages }) => {
          const [first] = pages;
          return first ? (
            <Listed first={first} busy={list.isPlaceholderData}>
              {first.total === 0 ? (
                <NothingRises
                  list={first}
                  filtered={isFiltered(search)}
                  onClear={() => change({ category: undefined, least: undefined })}
                />
              ) : (
                <>
                  <Suspense fallback={<Skeleton rows={6} height="h-28" />}>
                    <RisingRows
                      kind={first.kind}
                      rows={pages.flatMap((page) => page.items)}
                      sort={search.sort ?? DEFAULT_SORT}
                      onSort={(sort) => change({ sort: sort === DEFAULT_SORT ? undefined : sort })}
                    />
                  </Suspense>
                  <ShowMore
                    list={list}
                    shown={pages.reduce((sum, page) => sum + page.items.length, 0)}
                    total={first.total}
                  />
                </>
              )}
            </Listed>
          ) : null;
        }}
      </Answer>
      <div className="mt-4">
        <Legend />
      </div>
    </div>
  );
}

function Listed(props: { first: RisingList; busy: boolean; children: React.ReactNode }) {
  const { first, busy, children } = props;
  const { t } = useTexts();
  return (
    <section
      aria-label={t(`rising.kind.${first.kind}`)}
      aria-busy={busy}
      className={`flex flex-col gap-3 ${busy ? "opacity-60" : ""}`}
    >
      {first.as_of && <Judged list={first} asOf={first.as_of} />}
      <Means list={first} />
      {children}
    </section>
  );
}

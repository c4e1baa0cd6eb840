/** The niche finder: categories and clusters by any of their measures, each with how sure its place is. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { categoriesQuery } from "@/shared/api/queries";
import { useTexts } from "@/shared/texts/texts";
import { Legend } from "@/shared/ui/Legend";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { readNicheAddress } from "./address";
import { NicheFilters } from "./NicheFilters";
import { nichesQuery } from "./queries";
import { DEFAULT_SORT, readNicheSearch, toQuery, type NicheSearch } from "./search";

const NicheRecipes = lazy(() => import("./NicheRecipes").then((part) => ({ default: part.NicheRecipes })));

const NicheRows = lazy(() => import("./NicheRows").then((part) => ({ default: part.NicheRows })));
const Formula = lazy(() => import("./Formula").then((part) => ({ default: part.Formula })));

const route = getRouteApi("/niches");

export function NichesPage() {
  const { t, format } = useTexts();
  const search = readNicheSearch(route.useSearch());
  const navigate = route.useNavigate();
  const categories = useQuery(categoriesQuery);
  const list = useInfiniteQuery({ ...nichesQuery(toQuery(search)), placeholderData: keepPreviousData });
  usePageTitle(t("niches.title"));
  const go = (next: NicheSearch) =>
    void navigate({ search: readNicheAddress({ ...next }), replace: true, resetScroll: false });
  const change = (part: Partial<NicheSearch>) => go({ ...search, ...part });
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl sm:text-3xl">{t("niches.title")}</h1>
        <p className="mt-1 max-w-prose text-soft">{t("niches.subtitle")}</p>
      </div>
      <NicheFilters search={search} categories={categories.data?.items ?? []} onChange={change} />
      <Suspense fallback={null}>
        <NicheRecipes search={search} onChoose={go} />
      </Suspense>
      <Answer query={list} skeleton={<Skeleton rows={6} height="h-24" />}>
        {({ pages }) => {
          const [first] = pages;
          if (!first) return null;
          return (
            <section
              aria-label={t("niches.title")}
              aria-busy={list.isPlaceholderData}
              className={`flex flex-col gap-3 ${list.isPlaceholderData ? "opacity-60" : ""}`}
            >
              <p className="text-sm text-soft">
                {first.as_of
                  ? t("niches.found", { n: first.total, day: format.day(first.as_of) })
                  : t("niches.not_yet")}
              </p>
              {first.total === 0 && first.as_of && (
                <Empty title={t("niches.none")}>
                  <p className="max-w-prose text-soft">{t("niches.none_text")}</p>
                  <button
                    type="button"
                    className="button"
                    onClick={() => change({ want: undefined, category: undefined })}
                  >
                    {t("niches.clear")}
                  </button>
                </Empty>
              )}
              {first.total > 0 && (
                <Suspense fallback={<Skeleton rows={6} height="h-24" />}>
                  <NicheRows
                    niches={pages.flatMap((page) => page.items)}
                    sort={search.sort ?? DEFAULT_SORT}
                    onSort={(sort) => change({ sort: sort === DEFAULT_SORT ? undefined : sort })}
                  />
                </Suspense>
              )}
              <ShowMore
                list={list}
                shown={pages.reduce((sum, page) => sum + page.items.length, 0)}
                total={first.total}
              />
              <details className="mt-4 border-t border-rule pt-4">
                <summary className="min-h-11 py-2 text-sm font-medium">{t("niches.saturation_how")}</summary>
                <Suspense fallback={null}>
                  <Formula rules={first.formula} />
                </Suspense>
              </details>
            </section>
          );
        }}
      </Answer>
      <Legend />
    </div>
  );
}

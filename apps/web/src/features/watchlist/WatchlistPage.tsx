/** What the organisation tracks, with what it says of it. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import { namedListsQuery, tagsQuery, watchedQuery } from "@/shared/api/watchlist";
import { useTexts } from "@/shared/texts/texts";
import { SearchBox } from "@/shared/ui/SearchBox";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { rememberedColumns } from "./columns";
import { Filters } from "./Filters";
import { Frame } from "./Frame";
import { filtersOf, isFiltered, toFilters, type WatchSearch } from "./search";

const rows = () => import("./Rows").then((part) => ({ default: part.Rows }));
const Rows = lazy(rows);
// Fetched beside the answer that they show.
void rows().catch(console.info);
const Tools = lazy(() => import("./Tools").then((part) => ({ default: part.Tools })));

const route = getRouteApi("/watchlist");

export function WatchlistPage() {
  const { t } = useTexts();
  const { session } = useSession();
  return (
    <Frame title={t("watch.title")} text={t("watch.text")}>
      {/* What is ticked or written for one organisation is nothing for another. */}
      <Products key={session?.org_id} />
    </Frame>
  );
}

/** What the address asks for; where it names no columns, those last chosen on this device come into it. */
function useView() {
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const missing = asked.cols === undefined ? rememberedColumns() : undefined;
  const change = (part: Partial<WatchSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  useEffect(() => {
    if (missing)
      void navigate({ search: (now) => ({ ...now, cols: missing }), replace: true, resetScroll: false });
  }, [missing, navigate]);
  const search: WatchSearch = missing ? { ...asked, cols: missing } : asked;
  const open = (next: WatchSearch) => void navigate({ search: next });
  return { search, change, open };
}

function Products() {
  const { t } = useTexts();
  const { search, change, open } = useView();
  const lists = useQuery(namedListsQuery);
  const tags = useQuery(tagsQuery);
  const watched = useInfiniteQuery({
    ...watchedQuery(toFilters(search)),
    placeholderData: keepPreviousData,
  });
  const there = (lists.data?.items ?? []).filter((list) => !list.deleted_at);
  const all = () => open({ cols: search.cols });
  const whole = !isFiltered(search) && !watched.isPlaceholderData;
  if (whole && watched.data?.pages[0]?.items.length === 0) return <NothingTracked />;
  const gone =
    search.list !== undefined && watched.error instanceof ApiProblem && watched.error.status === 404;
  return (
    <>
      <SearchBox value={search.q ?? ""} onChange={(q) => change({ q: q || undefined })} />
      <Filters search={search} lists={there} tags={tags.data?.items ?? []} onChange={change} />
      {gone ? (
        <Nothing title={t("watch.list_gone")} onAll={all} />
      ) : (
        <Answer query={watched} skeleton={<Skeleton rows={5} height="h-32" />}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            const total = pages[0]?.total ?? 0;
            const tools = (
              <Suspense fallback={<span className="block h-9" />}>
                <Tools search={search} total={total} onChange={change} onOpen={open} />
              </Suspense>
            );
            if (rows.length > 0) {
              return (
                <section
                  aria-label={t("watch.products")}
                  aria-busy={watched.isPlaceholderData}
                  className={watched.isPlaceholderData ? "opacity-60" : ""}
                >
                  <Suspense fallback={<Skeleton rows={5} height="h-32" />}>
                    <Rows
                      rows={rows}
                      total={total}
                      pages={watched}
                      search={search}
                      onChange={change}
                      tools={tools}
                    />
                  </Suspense>
                </section>
              );
            }
            const alone = filtersOf(search).join() === "list";
            return (
              <>
                <div className="flex justify-end">{tools}</div>
                <Nothing
                  title={t(alone ? "watch.list_empty" : "home.nothing")}
                  text={t(alone ? "watch.list_empty_text" : "watch.nothing_text")}
                  onAll={all}
                />
              </>
            );
          }}
        </Answer>
      )}
    </>
  );
}

function NothingTracked() {
  const { t } = useTexts();
  const { may } = useSession();
  return (
    <Empty title={t("watch.empty")}>
      <p className="max-w-prose text-soft">{t(may("analyst") ? "watch.empty_text" : "watch.empty_viewer")}</p>
      {may("analyst") && (
        <Link to="/start" className="button button-main">
          {t("home.start")}
        </Link>
      )}
    </Empty>
  );
}

function Nothing({ title, text, onAll }: { title: string; text?: string; onAll: () => void }) {
  const { t } = useTexts();
  return (
    <Empty title={title}>
      {text && <p className="max-w-prose text-soft">{text}</p>}
      <button type="button" className="button button-main" onClick={onAll}>
        {t("watch.show_all")}
      </button>
    </Empty>
  );
}

/** What the organisation tracks, with what it says of it. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiProblem } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { WatchedProduct } from "@/shared/api/shapes";
import { namedListsQuery, tagsQuery, watchedQuery } from "@/shared/api/watchlist";
import { useTexts } from "@/shared/texts/texts";
import { ProductRows } from "@/shared/ui/ProductRows";
import { SearchBox } from "@/shared/ui/SearchBox";
import { ShowMore } from "@/shared/ui/ShowMore";
import { Answer, Empty, Skeleton } from "@/shared/ui/states";
import { BulkBar } from "./BulkBar";
import { Docked } from "./Dock";
import { Editor } from "./Editor";
import { Filters } from "./Filters";
import { Frame } from "./Frame";
import { Picked } from "./Picked";
import { isSaid, Said } from "./Said";
import { isFiltered, toFilters, type WatchSearch } from "./search";
import { useDeeds, type Said as Words } from "./useDeeds";

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

function Products() {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const lists = useQuery(namedListsQuery);
  const tags = useQuery(tagsQuery);
  const watched = useInfiniteQuery({
    ...watchedQuery(toFilters(search)),
    placeholderData: keepPreviousData,
  });
  const open = (lists.data?.items ?? []).filter((list) => !list.deleted_at);
  const change = (part: Partial<WatchSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const all = () => void navigate({ search: {} });
  const whole = !isFiltered(search) && !watched.isPlaceholderData;
  if (whole && watched.data?.pages[0]?.items.length === 0) return <NothingTracked />;
  const gone =
    search.list !== undefined && watched.error instanceof ApiProblem && watched.error.status === 404;
  return (
    <>
      <SearchBox value={search.q ?? ""} onChange={(q) => change({ q: q || undefined })} />
      <Filters search={search} lists={open} tags={tags.data?.items ?? []} onChange={change} />
      {gone ? (
        <Nothing title={t("watch.list_gone")} onAll={all} />
      ) : (
        <Answer query={watched} skeleton={<Skeleton rows={5} height="h-32" />}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            if (rows.length > 0) {
              return (
                <section
                  aria-label={t("watch.products")}
                  aria-busy={watched.isPlaceholderData}
                  className={watched.isPlaceholderData ? "opacity-60" : ""}
                >
                  <Rows rows={rows} total={pages[0]?.total ?? 0} search={search} onChange={change} />
                  <ShowMore list={watched} shown={rows.length} total={pages[0]?.total ?? 0} />
                </section>
              );
            }
            const alone = search.list !== undefined && !search.q && !search.tag && !search.mark;
            return (
              <Nothing
                title={t(alone ? "watch.list_empty" : "home.nothing")}
                text={t(alone ? "watch.list_empty_text" : "watch.nothing_text")}
                onAll={all}
              />
            );
          }}
        </Answer>
      )}
    </>
  );
}

interface RowsProps {
  rows: WatchedProduct[];
  total: number;
  search: WatchSearch;
  onChange: (part: Partial<WatchSearch>) => void;
}

/** The products, and what can be done with them by who may. */
function Rows({ rows, total, search, onChange }: RowsProps) {
  const { t } = useTexts();
  const { may } = useSession();
  const deeds = useDeeds();
  const lists = useQuery(namedListsQuery).data?.items ?? [];
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [edited, setEdited] = useState<WatchedProduct | null>(null);
  const [drafts] = useState(() => new Map<number, Words>());
  const edits = may("analyst");
  const picked = edits ? rows.filter((row) => ticked.has(row.product_id)) : [];
  const tick = (ids: number[], on: boolean) => {
    const next = new Set(ticked);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setTicked(next);
  };
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4">
        <p role="status" className="text-sm text-soft">
          {t("home.total", { n: total })}
        </p>
        {edits && (
          <Picked
            words={t("watch.pick_all", { n: rows.length })}
            on={picked.length === rows.length}
            some={picked.length > 0}
            onChange={(on) =>
              tick(
                rows.map((row) => row.product_id),
                on,
              )
            }
          />
        )}
      </div>
      <ProductRows
        rows={rows}
        sort={search.sort}
        onSort={(sort) => onChange({ sort })}
        pick={
          edits
            ? {
                label: t("watch.pick"),
                of: (row) => (
                  <Picked
                    row={row}
                    on={ticked.has(row.product_id)}
                    onChange={(on) => tick([row.product_id], on)}
                  />
                ),
              }
            : undefined
        }
        below={(row) =>
          edits || isSaid(row) ? (
            <Said
              row={row}
              lists={lists}
              onMark={edits ? (mark) => void deeds.mark([row], mark) : undefined}
              onEdit={edits ? () => setEdited(row) : undefined}
            />
          ) : null
        }
      />
      {picked.length > 0 && (
        <>
          {/* The last product can still be scrolled out from under what is docked. */}
          <div aria-hidden="true" className="h-44 sm:h-20" />
          <Docked>
            <BulkBar rows={picked} search={search} onClear={() => setTicked(new Set())} />
          </Docked>
        </>
      )}
      {edited && (
        <Editor key={edited.product_id} row={edited} drafts={drafts} onClose={() => setEdited(null)} />
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

/** The products, and what can be done with them by who may. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useSession } from "@/shared/api/session";
import type { WatchedProduct } from "@/shared/api/shapes";
import { namedListsQuery } from "@/shared/api/watchlist";
import { useTexts } from "@/shared/texts/texts";
import { useNow } from "@/shared/ui/useNow";
import { Skeleton } from "@/shared/ui/states";
import { isWide, useWide } from "@/shared/ui/useWide";
import { DEFAULT_SORT } from "./columns";
import { Docked } from "@/shared/told/Dock";
import type { Listed, Paged } from "./listed";
import { Picked } from "./Picked";
import { isSaid, Said } from "./Said";
import { shownColumns, type WatchSearch } from "./search";
import { useDeeds, type Said as Words } from "./useDeeds";

const table = () => import("./Table").then(({ Table: part }) => ({ default: part }));
const cards = () => import("./Cards").then(({ Cards: part }) => ({ default: part }));
const Table = lazy(table);
const Cards = lazy(cards);
// The one that there is room for is fetched while the products are still asked for.
void (isWide() ? table() : cards()).catch((away: unknown) =>
  console.info("the list's form is not there yet", away),
);
const BulkBar = lazy(() => import("./BulkBar").then(({ BulkBar: part }) => ({ default: part })));
const Editor = lazy(() => import("./Editor").then(({ Editor: part }) => ({ default: part })));

interface Props {
  rows: WatchedProduct[];
  total: number;
  pages: Paged;
  search: WatchSearch;
  onChange: (part: Partial<WatchSearch>) => void;
  /** What can be done with the view as a whole. */
  tools: ReactNode;
}

export function Rows({ rows, total, pages, search, onChange, tools }: Props) {
  const { t } = useTexts();
  const { may } = useSession();
  const wide = useWide();
  const now = useNow();
  const deeds = useDeeds();
  const lists = useQuery(namedListsQuery).data?.items ?? [];
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [edited, setEdited] = useState<WatchedProduct | null>(null);
  const [drafts] = useState(() => new Map<number, Words>());
  const edits = may("analyst");
  const columns = shownColumns(search);
  // On a card, what the organisation says always stands below.
  const own = wide ? columns : [];
  const picked = edits ? rows.filter((row) => ticked.has(row.product_id)) : [];
  const tick = (some: readonly WatchedProduct[], on: boolean) => {
    const next = new Set(ticked);
    for (const { product_id } of some) {
      if (on) next.add(product_id);
      else next.delete(product_id);
    }
    setTicked(next);
  };
  const listed: Listed = {
    rows,
    total,
    now,
    columns,
    sort: search.sort ?? DEFAULT_SORT,
    onSort: (sort) => onChange({ sort: sort === DEFAULT_SORT ? undefined : sort }),
    pages,
    pick: edits
      ? (row) => <Picked row={row} on={ticked.has(row.product_id)} onChange={(on) => tick([row], on)} />
      : undefined,
    onMark: edits ? (row, mark) => void deeds.mark([row], mark) : undefined,
    onEdit: edits ? setEdited : undefined,
    below: (row) =>
      isSaid(row, own, edits) ? (
        <Said
          row={row}
          lists={lists}
          columns={own}
          onMark={edits ? (mark) => void deeds.mark([row], mark) : undefined}
          onEdit={edits ? () => setEdited(row) : undefined}
        />
      ) : null,
  };
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p role="status" className="text-sm text-soft">
          {t("home.total", { n: total })}
        </p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {edits && (
            <Picked
              words={t("watch.pick_all", { n: rows.length })}
              on={picked.length === rows.length}
              some={picked.length > 0}
              onChange={(on) => tick(rows, on)}
            />
          )}
          {tools}
        </div>
      </div>
      <Suspense fallback={<Skeleton rows={6} />}>
        {wide ? <Table {...listed} /> : <Cards {...listed} />}
      </Suspense>
      <More pages={pages} shown={rows.length} total={total} />
      {picked.length > 0 && (
        <>
          {/* The last product can still be scrolled out from under what is docked. */}
          <div aria-hidden="true" className="h-44 sm:h-20" />
          <Docked>
            <Suspense fallback={null}>
              <BulkBar rows={picked} search={search} onClear={() => setTicked(new Set())} />
            </Suspense>
          </Docked>
        </>
      )}
      {edited && (
        <Suspense fallback={null}>
          <Editor key={edited.product_id} row={edited} drafts={drafts} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </>
  );
}

/** How far the list is fetched; more comes by itself, and by a press where it did not. */
function More({ pages, shown, total }: { pages: Paged; shown: number; total: number }) {
  const { t } = useTexts();
  if (!pages.hasNextPage) return null;
  return (
    <div className="mt-3 flex flex-wrap items-center justify-center gap-3 text-sm text-soft">
      <p>{pages.isFetchingNextPage ? t("state.loading") : t("watch.fetched", { shown, total })}</p>
      {!pages.isFetchingNextPage && (
        <button type="button" className="button button-small" onClick={() => void pages.fetchNextPage()}>
          {t(pages.isFetchNextPageError ? "error.retry" : "watch.fetch_more")}
        </button>
      )}
    </div>
  );
}

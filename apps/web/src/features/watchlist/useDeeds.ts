/** What can be done with tracked products and lists; each deed is told of, and most can be taken back. */
import { useQueryClient } from "@tanstack/react-query";
import { patch, post, remove } from "@/shared/api/client";
import type { ManyDone, Mark, NamedList, WatchedProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { idsOf, listed, marksBefore, untagged } from "./before";
import { showChange } from "./cached";
import { useRun, type Deed } from "@/shared/told/useRun";

type Rows = readonly WatchedProduct[];
/** The api takes so many products at once. */
export const MOST_AT_ONCE = 500;

const STALE = ["watched", "watchlist", "products", "product"];

export function useDeeds() {
  const client = useQueryClient();
  const { t, format } = useTexts();
  const { run, offer, askAgain } = useRun(STALE);

  return {
    mark: (rows: Rows, mark: Mark | null) => {
      const before = marksBefore(rows, mark);
      return run({
        unshow: showChange(client, idsOf(rows), (row) => ({ ...row, mark })),
        send: () => markAll(idsOf(rows), mark),
        words: (answer) =>
          many(rows, answer, t(mark ? `watch.done_${mark}` : "watch.done_unmarked", named(rows))),
        undo: () => Promise.all(before.map(({ mark: old, ids }) => markAll(ids, old))),
      });
    },
    tag: (rows: Rows, tag: string) => {
      const fresh = untagged(rows, tag);
      return run({
        send: () => post<ManyDone>("/watchlist/mark", { product_ids: idsOf(rows), add_tags: [tag] }),
        words: (answer) => many(rows, answer, t("watch.done_tagged", { ...named(rows), tag })),
        undo: async () =>
          fresh.length > 0 && post("/watchlist/mark", { product_ids: fresh, remove_tags: [tag] }),
      });
    },
    untrack: (rows: Rows) => {
      return run({
        unshow: showChange(client, idsOf(rows), () => null),
        send: () => post<ManyDone>("/watchlist/untrack", { product_ids: idsOf(rows) }),
        words: () => t("watch.done_untracked", named(rows)),
        undo: () => post("/watchlist/track", { product_ids: idsOf(rows) }),
      });
    },
    putIn: (rows: Rows, list: Pick<NamedList, "list_id" | "name">) =>
      run(
        move(rows, list, true, (answer) =>
          many(rows, answer, t("watch.done_in", { ...named(rows), list: list.name })),
        ),
      ),
    takeOut: (rows: Rows, list: Pick<NamedList, "list_id" | "name">) =>
      run(move(rows, list, false, () => t("watch.done_out", { ...named(rows), list: list.name }))),
    deleteList: (list: NamedList) =>
      run({
        send: () => remove(`/watchlist/lists/${list.list_id}`),
        words: () => t("lists.done_deleted", { name: list.name }),
        undo: () => post(`/watchlist/lists/${list.list_id}/restore`),
      }),
    restoreList: (list: NamedList) =>
      run({
        send: () => post(`/watchlist/lists/${list.list_id}/restore`),
        words: () => t("lists.done_restored", { name: list.name }),
      }),
    /** Note, tags and lists of one product, as they are to be; failures are the caller's to show. */
    say: async (row: WatchedProduct, next: Said) => {
      try {
        await say(row.product_id, row, next);
        offer(t("watch.done_said", named([row])), () => say(row.product_id, next, row));
      } finally {
        void askAgain();
      }
    },
  };

  function named(rows: Rows) {
    const [first] = rows;
    const title =
      first && (format.title(first.titles) ?? t("product.untitled", { id: String(first.product_id) }));
    return {
      n: rows.length,
      what: rows.length === 1 && title ? title : t("watch.so_many", { n: rows.length }),
    };
  }

  /** Somebody else may have stopped tracking some of them meanwhile. */
  function many(rows: Rows, answer: ManyDone, words: string): string {
    const left = rows.length - answer.done.length;
    return left > 0 ? `${words} ${t("watch.left_out", { n: left })}` : words;
  }
}

export type Said = Pick<WatchedProduct, "note" | "tags" | "lists">;

const markAll = (ids: readonly number[], mark: Mark | null) =>
  post<ManyDone>("/watchlist/mark", { product_ids: ids, mark });

function move(
  rows: Rows,
  { list_id }: Pick<NamedList, "list_id">,
  into: boolean,
  words: (answer: ManyDone) => string,
): Deed<ManyDone> {
  const [way, back] = into ? ["put-in", "take-out"] : ["take-out", "put-in"];
  const send = (path: string | undefined, ids: number[]) =>
    post<ManyDone>(`/watchlist/lists/${list_id}/${path}`, { product_ids: ids });
  // Those that were there already, or were not, stay as they were when this is taken back.
  const moved = listed(rows, list_id, !into);
  return {
    send: () => send(way, idsOf(rows)),
    words,
    undo: async () => moved.length > 0 && send(back, moved),
  };
}

async function say(id: number, old: Said, next: Said): Promise<void> {
  const tags = next.tags.join("\n") !== old.tags.join("\n");
  if (tags || next.note !== old.note) {
    await patch(`/watchlist/products/${id}`, { note: next.note, ...(tags ? { tags: next.tags } : {}) });
  }
  const changes: [string, number][] = [
    ...next.lists.filter((one) => !old.lists.includes(one)).map((one): [string, number] => ["put-in", one]),
    ...old.lists.filter((one) => !next.lists.includes(one)).map((one): [string, number] => ["take-out", one]),
  ];
  for (const [way, list] of changes) await post(`/watchlist/lists/${list}/${way}`, { product_ids: [id] });
}

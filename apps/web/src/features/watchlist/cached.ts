/** Shows a change before the api has confirmed it. What the api then answers goes before. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { WatchedProduct, Watchlist } from "@/shared/api/shapes";

/**
 * `next` gives a product as it is from now on, or nothing when it is in no list any more.
 * What comes back takes it back: an api that is away cannot say how things stand.
 */
export function showChange(
  client: QueryClient,
  ids: readonly number[],
  next: (row: WatchedProduct) => WatchedProduct | null,
): () => void {
  const changed = new Set(ids);
  const before = client.getQueriesData({ queryKey: ["watched"] });
  client.setQueriesData<InfiniteData<Watchlist>>({ queryKey: ["watched"] }, (old) => {
    if (!old) return old;
    const pages = old.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((row) => (changed.has(row.product_id) ? (next(row) ?? []) : row)),
    }));
    const gone = count(old.pages) - count(pages);
    return { ...old, pages: pages.map((page) => ({ ...page, total: page.total - gone })) };
  });
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data);
  };
}

const count = (pages: readonly Watchlist[]): number =>
  pages.reduce((sum, page) => sum + page.items.length, 0);

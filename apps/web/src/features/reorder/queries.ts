/** What the page asks of orders: the plan of one product, and those of all own goods within a purse. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "@/shared/api/client";
import { paced } from "@/shared/api/live";
import type { ProductReorder, ReorderList } from "@/shared/api/shapes";

import { DEFAULT_SORT, type ReorderSearch } from "./search";

const PAGE = 50;
const meta = { personal: true };

export const productReorderQuery = (id: number) =>
  queryOptions({
    queryKey: ["product-reorder", id],
    queryFn: ({ signal }) => get<ProductReorder>(`/products/${id}/reorder`, {}, signal),
    refetchInterval: paced(300_000),
    meta,
  });

export const reorderQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ["reorder", filters],
    queryFn: ({ pageParam, signal }) =>
      get<ReorderList>("/reorder", { ...filters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : paced(300_000)()),
    meta,
  });

/** The same as the api asks it. */
export function toFilters({ purse, due, sort = DEFAULT_SORT }: ReorderSearch): Query {
  return { cash_uzs: purse, due: due && "true", sort };
}

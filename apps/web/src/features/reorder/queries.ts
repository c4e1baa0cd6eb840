/** What the page asks of orders: the plan of one product, and those of all own goods within a purse. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "@/shared/api/client";
import { paced } from "@/shared/api/pace";
import type { ProductReorder, ReorderList } from "@/shared/api/shapes";

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

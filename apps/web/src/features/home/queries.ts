/** What home asks: short lists, each of one order. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import { paced } from "@/shared/api/pace";
import type { ProductList, ShelfChanges, Watchlist } from "@/shared/api/shapes";
import type { Sort } from "@/shared/sorts";
import type { Span } from "./search";

export const SHOWN = 5;

export const leadersQuery = (sort: Sort) =>
  queryOptions({
    queryKey: ["products", "leaders", sort],
    queryFn: ({ signal }) => get<ProductList>("/products", { sort, limit: SHOWN }, signal),
    refetchInterval: paced(60_000),
  });

export const changesQuery = (days: Span) =>
  queryOptions({
    queryKey: ["watchlist", "changes", days],
    queryFn: ({ signal }) => get<ShelfChanges>("/watchlist/changes", { days, limit: SHOWN + 3 }, signal),
    refetchInterval: paced(60_000),
    meta: { personal: true },
  });

export const mineQuery = queryOptions({
  queryKey: ["watchlist", "mine"],
  queryFn: ({ signal }) =>
    get<Watchlist>("/watchlist", { mark: "mine", sort: "-units_7", limit: SHOWN }, signal),
  refetchInterval: paced(60_000),
  meta: { personal: true },
});

/** What the page asks of where sales go. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "./client";
import { paced } from "./pace";
import type {
  CategoryOutlook,
  ForecastAccuracy,
  OutlookProgress,
  ProductOutlook,
  RisingList,
  SellerOutlook,
} from "./shapes";

const PAGE = 50;

export const risingQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ["rising", filters],
    queryFn: ({ pageParam, signal }) =>
      get<RisingList>("/rising", { ...filters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : paced(120_000)()),
  });

/** How many products rise: one row is asked for, for what is said beside it. */
export const risingCountQuery = queryOptions({
  queryKey: ["rising", "count"],
  queryFn: ({ signal }) => get<RisingList>("/rising", { kind: "products", limit: 1 }, signal),
  refetchInterval: paced(300_000),
});

export const outlookProgressQuery = queryOptions({
  queryKey: ["outlook-progress"],
  queryFn: ({ signal }) => get<OutlookProgress>("/outlook/progress", {}, signal),
  refetchInterval: ({ state }) => (state.data?.state === "running" ? 5_000 : paced(60_000)()),
});

/** How it is forecast is told in the reader's language. */
export const productOutlookQuery = (id: number, language: string) =>
  queryOptions({
    queryKey: ["product-outlook", id, language],
    queryFn: ({ signal }) => get<ProductOutlook>(`/products/${id}/outlook`, {}, signal),
    refetchInterval: paced(300_000),
  });

export const categoryOutlookQuery = (id: number) =>
  queryOptions({
    queryKey: ["category-outlook", id],
    queryFn: ({ signal }) => get<CategoryOutlook>(`/categories/${id}/outlook`, {}, signal),
    refetchInterval: paced(300_000),
  });

export const sellerOutlookQuery = (id: number) =>
  queryOptions({
    queryKey: ["seller-outlook", id],
    queryFn: ({ signal }) => get<SellerOutlook>(`/sellers/${id}/outlook`, {}, signal),
    refetchInterval: paced(300_000),
  });

export const forecastAccuracyQuery = queryOptions({
  queryKey: ["outlook-accuracy"],
  queryFn: ({ signal }) => get<ForecastAccuracy>("/outlook/accuracy", {}, signal),
  refetchInterval: 5 * 60_000,
});

/** Each question the page asks the api, with its key; screens share answers by sharing these. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "./client";
import { paced } from "./pace";
import type {
  Accuracy,
  AccuracyHistory,
  Capacity,
  Card,
  Categories,
  CategoryMarket,
  CategorySales,
  Collecting,
  DataHealth,
  DiskHealth,
  EventGroup,
  EventGroups,
  Events,
  Import,
  Look,
  Meta,
  Observations,
  Prices,
  Product,
  ProductDetail,
  PrivacyFacts,
  FoundList,
  ProductList,
  Sales,
  SellerMarket,
  SellerList,
  Status,
  Stock,
  Why,
} from "./shapes";

export const metaQuery = queryOptions({
  queryKey: ["meta"],
  queryFn: ({ signal }) => get<Meta>("/meta", {}, signal),
  staleTime: 5 * 60_000,
  refetchInterval: 5 * 60_000,
});

/** Products by filter and order; words without an order are searched for by meaning, and what is found comes at once. */
export const productsQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ["products", filters],
    queryFn: ({ pageParam, signal }) =>
      filters.q && !filters.sort
        ? get<FoundList>("/search", { ...filters, limit: 60, facets: true }, signal)
        : get<FoundList>("/products", { ...filters, limit: 50, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : paced(60_000)()),
  });

/** Products that are meant by these words, the first of them: for a list that is chosen from, and not kept for the next visit. */
export const foundProductsQuery = (q: string, limit = 8) =>
  queryOptions({
    queryKey: ["found", "products", q, limit],
    queryFn: ({ signal }) => get<ProductList>("/search", { q, limit }, signal),
    enabled: q !== "",
    meta: { personal: true },
  });

/** Shops of these words, likewise. */
export const foundSellersQuery = (q: string, limit = 5) =>
  queryOptions({
    queryKey: ["found", "sellers", q, limit],
    queryFn: ({ signal }) => get<SellerList>("/sellers", { q, limit }, signal),
    enabled: q !== "",
    meta: { personal: true },
  });

export const categoriesQuery = queryOptions({
  queryKey: ["categories"],
  queryFn: ({ signal }) => get<Categories>("/categories", {}, signal),
  staleTime: 10 * 60_000,
});

export const categoryMarketQuery = (id: number) =>
  queryOptions({
    queryKey: ["category-market", id],
    queryFn: ({ signal }) => get<CategoryMarket>(`/categories/${id}/market`, {}, signal),
    refetchInterval: paced(120_000),
  });

/** A shop, with how its prices moved over `days`, so many of them. */
export const sellerMarketQuery = (id: number, days: number, limit: number) =>
  queryOptions({
    queryKey: ["seller-market", id, days, limit],
    queryFn: ({ signal }) => get<SellerMarket>(`/sellers/${id}/market`, { days, limit }, signal),
    refetchInterval: paced(120_000),
  });

/** A category's closed days. */
export const categorySalesQuery = (id: number, range: { from: string; to: string }) =>
  queryOptions({
    queryKey: ["category-sales", id, range],
    queryFn: ({ signal }) => get<CategorySales>(`/categories/${id}/sales`, range, signal),
    refetchInterval: paced(120_000),
  });

export type Range = { from?: string; to?: string };

/** Asked for by `variant`, each variant's comes too. */
export type By = "variant" | undefined;

export const salesQuery = (id: number, range: Range, by?: By) =>
  queryOptions({
    queryKey: ["sales", id, range, ...(by ? [by] : [])],
    queryFn: ({ signal }) => get<Sales>(`/products/${id}/sales`, { ...range, by }, signal),
    refetchInterval: paced(60_000),
  });

/** A product. Where its days are drawn too and not known yet, both come in one answer: a slow line waits once. */
export const productQuery = (id: number, drawn?: Range) =>
  queryOptions({
    queryKey: ["product", id],
    queryFn: async ({ client, signal }) => {
      const days = drawn && salesQuery(id, drawn).queryKey;
      if (!days || client.getQueryData(days)) return get<Product>(`/products/${id}`, {}, signal);
      const detail = await get<ProductDetail>(`/products/${id}/detail`, drawn, signal);
      client.setQueryData(days, detail.sales);
      return detail.product;
    },
    refetchInterval: paced(60_000),
  });

export const pricesQuery = (id: number, range: Range) =>
  queryOptions({
    queryKey: ["prices", id, range],
    queryFn: ({ signal }) => get<Prices>(`/products/${id}/prices`, range, signal),
  });

export const stockQuery = (id: number, range: Range, by?: By) =>
  queryOptions({
    queryKey: ["stock", id, range, ...(by ? [by] : [])],
    queryFn: ({ signal }) => get<Stock>(`/products/${id}/stock`, { ...range, by }, signal),
  });

export const eventsQuery = (id: number, range: Range) =>
  infiniteQueryOptions({
    queryKey: ["events", id, range],
    queryFn: ({ pageParam, signal }) =>
      get<EventGroups>(`/products/${id}/events/groups`, { ...range, limit: 500, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** The events of a folded row, newest first. */
export const eventPartsQuery = (id: number, { day, kind }: Pick<EventGroup, "day" | "kind">) =>
  infiniteQueryOptions({
    queryKey: ["event-parts", id, day, kind],
    queryFn: ({ pageParam, signal }) =>
      get<Events>(`/products/${id}/events/groups/${day}/${kind}`, { limit: 200, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const whyQuery = (id: number, day: string) =>
  queryOptions({
    queryKey: ["why", id, day],
    queryFn: ({ signal }) => get<Why>(`/products/${id}/why`, { day }, signal),
  });

export const observationsQuery = (id: number, range: Range) =>
  queryOptions({
    queryKey: ["observations", id, range],
    queryFn: ({ signal }) =>
      get<Observations>(`/products/${id}/observations`, { ...range, limit: 200 }, signal),
  });

/** Whether what somebody wants to see before tracking it was seen yet; asked again until the marketplace has answered. */
export const lookQuery = (id: number) =>
  queryOptions({
    queryKey: ["look", id],
    queryFn: ({ signal }) => get<Look>(`/looks/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== "waiting" ? false : 3_000),
  });

/** How many products are tracked: one row is asked for, for the total that comes with it. */
export const dataHealthQuery = queryOptions({
  queryKey: ["data-health"],
  queryFn: ({ signal }) => get<DataHealth>("/data-health", {}, signal),
  refetchInterval: paced(15_000),
});

export const collectingQuery = queryOptions({
  queryKey: ["collecting"],
  queryFn: ({ signal }) => get<Collecting>("/collecting", {}, signal),
  refetchInterval: 30_000,
});

export const capacityQuery = queryOptions({
  queryKey: ["capacity"],
  queryFn: ({ signal }) => get<Capacity>("/capacity", {}, signal),
  refetchInterval: 60_000,
});

export const diskHealthQuery = queryOptions({
  queryKey: ["data-health", "disk"],
  queryFn: ({ signal }) => get<DiskHealth>("/data-health/disk", {}, signal),
  refetchInterval: paced(60_000),
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["import", id],
    queryFn: ({ signal }) => get<Import>(`/imports/${id}`, {}, signal),
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state === "done" || state === "failed" ? false : paced(1000)();
    },
    staleTime: 0,
  });

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => get<Status>("/status", {}, signal),
  refetchInterval: 10_000,
  staleTime: 0,
});

export const privacyQuery = queryOptions({
  queryKey: ["privacy"],
  queryFn: ({ signal }) => get<PrivacyFacts>("/privacy", {}, signal),
  staleTime: 5 * 60_000,
});

export const accuracyQuery = queryOptions({
  queryKey: ["accuracy"],
  queryFn: ({ signal }) => get<Accuracy>("/accuracy", {}, signal),
});

export const accuracyHistoryQuery = queryOptions({
  queryKey: ["accuracy", "history"],
  queryFn: ({ signal }) => get<AccuracyHistory>("/accuracy/history", {}, signal),
});

export const cardQuery = (id: string) =>
  queryOptions({
    queryKey: ["card", id],
    queryFn: ({ signal }) => get<Card>(`/cards/${id}`, {}, signal),
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state === "done" || state === "failed" || query.state.status === "error" ? false : 1000;
    },
    staleTime: 0,
  });

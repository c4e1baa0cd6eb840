/** What the page asks of sourcing. What a worker is busy with is asked for again until it is done. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import { sendFile } from "@/shared/api/sendFile";
import type {
  CurrencyRates,
  OpenMatches,
  PriceListDetail,
  PriceLists,
  ProductOffers,
  RequestOffers,
  SupplierRequest,
  SupplierRequests,
} from "@/shared/api/shapes";

export const LOOK_MS = 2_000;
const personal = { meta: { personal: true } } as const;

const busy = (requests: readonly SupplierRequest[]) =>
  requests.some((one) => one.state === "waiting" || one.state === "running");

export const ratesQuery = queryOptions({
  queryKey: ["rates"],
  queryFn: ({ signal }) => get<CurrencyRates>("/rates", {}, signal),
  staleTime: 5 * 60_000,
});

export const requestsQuery = queryOptions({
  queryKey: ["sourcing", "requests"],
  queryFn: ({ signal }) => get<SupplierRequests>("/supplier-requests", {}, signal),
  refetchInterval: ({ state }) => (busy(state.data?.items ?? []) ? LOOK_MS : false),
  ...personal,
});

export const foundQuery = (id: number) =>
  queryOptions({
    queryKey: ["sourcing", "request", id],
    queryFn: ({ signal }) => get<RequestOffers>(`/supplier-requests/${id}`, {}, signal),
    ...personal,
  });

export const offersQuery = (product: number, rejected: boolean) =>
  queryOptions({
    queryKey: ["sourcing", "offers", product, rejected],
    queryFn: ({ signal }) =>
      get<ProductOffers>(`/products/${product}/offers`, rejected ? { rejected: "true" } : {}, signal),
    refetchInterval: ({ state }) => (busy(state.data?.requests ?? []) ? LOOK_MS : false),
    ...personal,
  });

export const matchesQuery = queryOptions({
  queryKey: ["sourcing", "matches"],
  queryFn: ({ signal }) => get<OpenMatches>("/offer-matches", {}, signal),
  ...personal,
});

export const listsQuery = queryOptions({
  queryKey: ["sourcing", "lists"],
  queryFn: ({ signal }) => get<PriceLists>("/price-lists", {}, signal),
  refetchInterval: ({ state }) =>
    state.data?.items.some((one) => one.state === "matching") ? LOOK_MS : false,
  ...personal,
});

export const listQuery = (id: number) =>
  queryOptions({
    queryKey: ["sourcing", "list", id],
    queryFn: ({ signal }) => get<PriceListDetail>(`/price-lists/${id}`, {}, signal),
    ...personal,
  });

/** Sends a price list as it is. */
export const sendList = (file: File) => sendFile<PriceListDetail>("/price-lists", file);

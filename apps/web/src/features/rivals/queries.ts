/** What the page asks of rivals, watched queries and positions. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import { paced } from "@/shared/api/pace";
import type {
  OtherShops,
  Positions,
  RivalHistory,
  Rivals,
  RivalsOverview,
  WatchedQueries,
} from "@/shared/api/shapes";

export const rivalsQuery = (id: number) =>
  queryOptions({
    queryKey: ["rivals", id],
    queryFn: ({ signal }) => get<Rivals>(`/products/${id}/rivals`, {}, signal),
    refetchInterval: paced(120_000),
    meta: { personal: true },
  });

export const rivalHistoryQuery = (id: number, weeks: number) =>
  queryOptions({
    queryKey: ["rivals", id, "history", weeks],
    queryFn: ({ signal }) => get<RivalHistory>(`/products/${id}/rivals/history`, { weeks }, signal),
    meta: { personal: true },
  });

export const overviewQuery = queryOptions({
  queryKey: ["rivals", "overview"],
  queryFn: ({ signal }) => get<RivalsOverview>("/rivals", {}, signal),
  refetchInterval: paced(120_000),
  meta: { personal: true },
});

export const watchedQueriesQuery = queryOptions({
  queryKey: ["watched-queries"],
  queryFn: ({ signal }) => get<WatchedQueries>("/watched-queries", {}, signal),
  refetchInterval: paced(60_000),
  meta: { personal: true },
});

export const positionsQuery = (id: number) =>
  queryOptions({
    queryKey: ["positions", id],
    queryFn: ({ signal }) => get<Positions>(`/products/${id}/positions`, {}, signal),
    meta: { personal: true },
  });

export const otherShopsQuery = (id: number) =>
  queryOptions({
    queryKey: ["other-shops", id],
    queryFn: ({ signal }) => get<OtherShops>(`/sellers/${id}/shops`, {}, signal),
  });

/** What the page asks of niches. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "@/shared/api/client";
import { paced } from "@/shared/api/pace";
import type { NicheDetail, NicheKind, NicheList } from "@/shared/api/shapes";

export const nichesQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ["niches", filters],
    queryFn: ({ pageParam, signal }) =>
      get<NicheList>("/niches", { ...filters, limit: 50, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const nicheQuery = (kind: NicheKind, id: number) =>
  queryOptions({
    queryKey: ["niche", kind, id],
    queryFn: ({ signal }) => get<NicheDetail>(`/niches/${kind}/${id}`, {}, signal),
    refetchInterval: paced(300_000),
  });

/** What the page asks of the watchlist, and of what a link shows; none of it outlives the visit. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, post, type Query } from "./client";
import { paced } from "./pace";
import type { Facets, NamedLists, SharedList, ShareLinks, TagList, Watchlist } from "./shapes";

const meta = { personal: true };
const PAGE = 50;
/** The first page comes soon, the others seldom. */
const FIRST_PAGE = 100;
const LATER_PAGE = 500;

export const watchedQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ["watched", filters],
    queryFn: ({ pageParam, signal }) =>
      get<Watchlist>(
        "/watchlist",
        { ...filters, limit: pageParam ? LATER_PAGE : FIRST_PAGE, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : paced(60_000)()),
    meta,
  });

export const facetsQuery = queryOptions({
  queryKey: ["watchlist", "facets"],
  queryFn: ({ signal }) => get<Facets>("/watchlist/facets", {}, signal),
  meta,
});

export const tagsQuery = queryOptions({
  queryKey: ["watchlist", "tags"],
  queryFn: ({ signal }) => get<TagList>("/watchlist/tags", {}, signal),
  meta,
});

export const namedListsQuery = queryOptions({
  queryKey: ["watchlist", "lists"],
  queryFn: ({ signal }) => get<NamedLists>("/watchlist/lists", {}, signal),
  meta,
});

export const shareLinksQuery = queryOptions({
  queryKey: ["watchlist", "links"],
  queryFn: ({ signal }) => get<ShareLinks>("/watchlist/links", {}, signal),
  meta,
});

/** What a link shows. Each first page counts as an opening, so it is not asked for again by the clock. */
export const sharedQuery = (secret: string, sort: string) =>
  infiniteQueryOptions({
    queryKey: ["shared", secret, sort],
    queryFn: ({ pageParam }) => post<SharedList>("/shared", { secret, sort, limit: PAGE, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    meta,
  });

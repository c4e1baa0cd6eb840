/** What the page asks of alerts: what was found, the rules, where it is brought; none of it outlives the visit. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "./client";
import { paced } from "./pace";
import type { Alerts, Channels, Deliveries, Mutes, RuleKinds, Rules, Unread } from "./shapes";

const meta = { personal: true };
const PAGE = 30;

export const unreadQuery = queryOptions({
  queryKey: ["alerts", "unread"],
  queryFn: ({ signal }) => get<Unread>("/alerts/unread", {}, signal),
  refetchInterval: paced(60_000),
  meta,
});

export const alertsQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ["alerts", "list", filters],
    queryFn: ({ pageParam, signal }) =>
      get<Alerts>("/alerts", { ...filters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : paced(60_000)()),
    meta,
  });

export const ruleKindsQuery = queryOptions({
  queryKey: ["alert-kinds"],
  queryFn: ({ signal }) => get<RuleKinds>("/alert-kinds", {}, signal),
  staleTime: 60 * 60_000,
  meta,
});

export const rulesQuery = queryOptions({
  queryKey: ["alert-rules"],
  queryFn: ({ signal }) => get<Rules>("/alert-rules", {}, signal),
  meta,
});

/** The rules in force that watch a product. */
export const rulesOfQuery = (productId: number) =>
  queryOptions({
    queryKey: ["alert-rules", "of", productId],
    queryFn: ({ signal }) => get<Rules>("/alert-rules", { product_id: productId }, signal),
    meta,
  });

export const mutesQuery = (productId: number) =>
  queryOptions({
    queryKey: ["mutes", productId],
    queryFn: ({ signal }) => get<Mutes>(`/products/${productId}/mutes`, {}, signal),
    meta,
  });

export const channelsQuery = queryOptions({
  queryKey: ["alert-channels"],
  queryFn: ({ signal }) => get<Channels>("/alert-channels", {}, signal),
  meta,
});

/** What was brought to a channel. What waits comes within seconds, so it is asked for again while something does. */
export const deliveriesQuery = (channelId: number) =>
  infiniteQueryOptions({
    queryKey: ["alert-channels", channelId, "deliveries"],
    queryFn: ({ pageParam, signal }) =>
      get<Deliveries>(`/alert-channels/${channelId}/deliveries`, { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.length === 1 && state.data.pages[0]?.items.some((one) => one.state === "waiting")
        ? 5_000
        : false,
    meta,
  });

/** What the page asks of the connection to one's own shop. While the worker reads, it is asked again and again. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import type { OwnShops } from "@/shared/api/shapes";

const READING_MS = 3_000;
const QUIET_MS = 60_000;

const reads = ({ keys }: OwnShops) =>
  keys.some((one) => one.state === "new" || (one.state === "ok" && one.feeds.some((feed) => feed.reading)));

export const ownShopQuery = queryOptions({
  queryKey: ["own", "shop"],
  queryFn: ({ signal }) => get<OwnShops>("/own-shop", {}, signal),
  refetchInterval: ({ state }) => (state.data && reads(state.data) ? READING_MS : QUIET_MS),
  meta: { personal: true },
});

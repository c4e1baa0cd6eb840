/** The shops that are followed. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { FollowedShops } from "./shapes";

export const followedShopsQuery = queryOptions({
  queryKey: ["follow"],
  queryFn: ({ signal }) => get<FollowedShops>("/follow", {}, signal),
  staleTime: 0,
});

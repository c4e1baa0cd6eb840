/** Following a link. Typed by hand: to be replaced by the generated types, as `shapes.ts` does, once openapi.json has /follow. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";

export interface Followed {
  kind: "product" | "shop";
  product_id: number | null;
  shop: string | null;
}

export interface FollowedShop {
  shop: string;
  title: string | null;
  state: "waiting" | "walking" | "done" | "unknown" | "failed";
  found: number;
  asked_at: string;
}

export interface FollowedShops {
  items: FollowedShop[];
}

export const followedShopsQuery = queryOptions({
  queryKey: ["follow"],
  queryFn: ({ signal }) => get<FollowedShops>("/follow", {}, signal),
  staleTime: 0,
});

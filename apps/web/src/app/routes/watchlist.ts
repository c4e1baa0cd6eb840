/** What is tracked, from the first steps to what is shown to others; and one's own shop. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readReorderSearch } from "@/features/reorder/search";
import { readLinksSearch, readWatchSearch } from "@/features/watchlist/search";
import { root, strictly, withTexts } from "./root";

export const start = createRoute({
  getParentRoute: () => root,
  path: "/start",
  validateSearch: (raw: Record<string, unknown>): { link?: string } =>
    typeof raw.link === "string" ? { link: raw.link.slice(0, 2_000) } : {},
  component: lazyRouteComponent(
    withTexts(() => import("@/features/start/StartPage"), "people", "following"),
    "StartPage",
  ),
});

export const watchlist = createRoute({
  getParentRoute: () => root,
  path: "/watchlist",
  validateSearch: strictly(readWatchSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/WatchlistPage"), "watch"),
    "WatchlistPage",
  ),
});

export const reorder = createRoute({
  getParentRoute: () => root,
  path: "/reorder",
  validateSearch: strictly(readReorderSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/reorder/ReorderPage"), "reorder"),
    "ReorderPage",
  ),
});

export const myShop = createRoute({
  getParentRoute: () => root,
  path: "/my-shop",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/own/MyShopPage"), "own"),
    "MyShopPage",
  ),
});

export const watchlistLists = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/lists",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/ListsPage"), "watch"),
    "ListsPage",
  ),
});

export const foreign = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/bring",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/foreign/ForeignPage"), "foreign"),
    "ForeignPage",
  ),
});

export const watchlistLinks = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/links",
  validateSearch: strictly(readLinksSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/LinksPage"), "watch"),
    "LinksPage",
  ),
});

export const shared = createRoute({
  getParentRoute: () => root,
  path: "/shared",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/SharedPage"), "watch"),
    "SharedPage",
  ),
});

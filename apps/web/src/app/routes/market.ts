/** The market: what sells, one product, categories, shops, side by side. */
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { readBrowseSearch } from "@/features/browse/search";
import { readTodaySearch } from "@/features/home/search";
import { readCompareSearch } from "@/features/compare/search";
import { readCalculatorSearch } from "@/features/costs/search";
import { readProductSearch } from "@/features/product/search";
import { readNicheAddress } from "@/features/niches/address";
import { readRisingSearch } from "@/features/outlook/search";
import { readCategorySearch, readShopSearch } from "@/features/market/search";
import { root, strictly, withTexts } from "./root";

export const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: readTodaySearch,
  beforeLoad: ({ location }) => {
    // The list stood here once, and what was sent from one to another then is still opened.
    const asked = readBrowseSearch(location.search as Record<string, unknown>);
    if (Object.keys(asked).length > 0) throw redirect({ to: "/browse", search: asked, replace: true });
  },
  component: lazyRouteComponent(
    withTexts(() => import("@/features/home/HomePage"), "home"),
    "HomePage",
  ),
});

export const browse = createRoute({
  getParentRoute: () => root,
  path: "/browse",
  validateSearch: strictly(readBrowseSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/browse/BrowsePage"), "home"),
    "BrowsePage",
  ),
});

export const product = createRoute({
  getParentRoute: () => root,
  path: "/p/$id",
  validateSearch: strictly(readProductSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/product/ProductPage"), "product"),
    "ProductPage",
  ),
});

export const category = createRoute({
  getParentRoute: () => root,
  path: "/c/$categoryId",
  validateSearch: strictly(readCategorySearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/market/CategoryPage"), "market"),
    "CategoryPage",
  ),
});

export const seller = createRoute({
  getParentRoute: () => root,
  path: "/s/$sellerId",
  validateSearch: strictly(readShopSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/market/SellerPage"), "market"),
    "SellerPage",
  ),
});

export const rising = createRoute({
  getParentRoute: () => root,
  path: "/rising",
  validateSearch: strictly(readRisingSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/outlook/RisingPage"), "rising"),
    "RisingPage",
  ),
});

export const niches = createRoute({
  getParentRoute: () => root,
  path: "/niches",
  validateSearch: strictly(readNicheAddress),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/niches/NichesPage"), "niches"),
    "NichesPage",
  ),
});

export const cluster = createRoute({
  getParentRoute: () => root,
  path: "/niches/same/$clusterId",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/niches/ClusterPage"), "niches"),
    "ClusterPage",
  ),
});

export const rivals = createRoute({
  getParentRoute: () => root,
  path: "/rivals",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/rivals/RivalsPage"), "niches"),
    "RivalsPage",
  ),
});

export const compare = createRoute({
  getParentRoute: () => root,
  path: "/compare",
  validateSearch: strictly(readCompareSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/compare/ComparePage"), "compare"),
    "ComparePage",
  ),
});

export const sourcing = createRoute({
  getParentRoute: () => root,
  path: "/sourcing",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/sourcing/SourcingPage"), "sourcing"),
    "SourcingPage",
  ),
});

export const calculator = createRoute({
  getParentRoute: () => root,
  path: "/calculator",
  validateSearch: strictly(readCalculatorSearch),
  component: lazyRouteComponent(
    withTexts(() => import("@/features/costs/CalculatorPage"), "costs"),
    "CalculatorPage",
  ),
});

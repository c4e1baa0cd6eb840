/** Which address shows which page. Only home comes with the first script; the others are fetched when gone to. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { HomePage } from "@/features/home/HomePage";
import { readAccuracySearch } from "@/features/accuracy/search";
import { readBrowseSearch } from "@/features/browse/search";
import { readTodaySearch } from "@/features/home/search";
import { readGoodsSearch, readShopSearch } from "@/features/market/search";
import { readCompareSearch } from "@/features/compare/search";
import { readProductSearch } from "@/features/product/search";
import { readLinksSearch, readWatchSearch } from "@/features/watchlist/search";
import { ErrorView } from "./ErrorView";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { parseSearch, stringifySearch } from "@/shared/address";
import { isLanguage, type Language } from "@/shared/texts/languages";
import type { Book } from "@/shared/texts/books";
import { openBook } from "@/shared/texts/texts";
import { Skeleton } from "@/shared/ui/states";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (raw: Record<string, unknown>): { lang?: Language } =>
    isLanguage(raw.lang) ? { lang: raw.lang } : {},
  search: { middlewares: [retainSearchParams(["lang"])] },
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: readTodaySearch,
  beforeLoad: ({ location }) => {
    // The list stood here once, and what was sent from one to another then is still opened.
    const asked = readBrowseSearch(location.search as Record<string, unknown>);
    if (Object.keys(asked).length > 0) throw redirect({ to: "/browse", search: asked, replace: true });
  },
  component: HomePage,
});

const browse = createRoute({
  getParentRoute: () => root,
  path: "/browse",
  validateSearch: readBrowseSearch,
  component: lazyRouteComponent(() => import("@/features/browse/BrowsePage"), "BrowsePage"),
});

/** A page together with its words. */
function withTexts<T>(load: () => Promise<T>, ...books: Book[]): () => Promise<T> {
  if (books.length === 0) books.push("people");
  return async () => (await Promise.all([load(), ...books.map(openBook)]))[0];
}

const product = createRoute({
  getParentRoute: () => root,
  path: "/p/$id",
  validateSearch: readProductSearch,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/product/ProductPage"), "product"),
    "ProductPage",
  ),
});

const category = createRoute({
  getParentRoute: () => root,
  path: "/c/$categoryId",
  validateSearch: readGoodsSearch,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/market/CategoryPage"), "market"),
    "CategoryPage",
  ),
});

const seller = createRoute({
  getParentRoute: () => root,
  path: "/s/$sellerId",
  validateSearch: readShopSearch,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/market/SellerPage"), "market"),
    "SellerPage",
  ),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/compare",
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/compare/ComparePage"), "compare"),
    "ComparePage",
  ),
});

const health = createRoute({
  getParentRoute: () => root,
  path: "/health",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/health/HealthPage"), "health"),
    "HealthPage",
  ),
});

const status = createRoute({
  getParentRoute: () => root,
  path: "/status",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/status/StatusPage"), "status"),
    "StatusPage",
  ),
});

const accuracy = createRoute({
  getParentRoute: () => root,
  path: "/accuracy",
  validateSearch: readAccuracySearch,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accuracy/AccuracyPage"), "accuracy"),
    "AccuracyPage",
  ),
});

const importing = createRoute({
  getParentRoute: () => root,
  path: "/import",
  validateSearch: (raw: Record<string, unknown>): { id?: string } =>
    typeof raw.id === "string" ? { id: raw.id } : {},
  component: lazyRouteComponent(
    withTexts(() => import("@/features/importing/ImportPage"), "importing"),
    "ImportPage",
  ),
});

const how = createRoute({
  getParentRoute: () => root,
  path: "/how",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/how/HowPage"), "how"),
    "HowPage",
  ),
});

const loadLegal = withTexts(() => import("@/features/legal/LegalPage"), "legal");

const privacy = createRoute({
  getParentRoute: () => root,
  path: "/privacy",
  component: lazyRouteComponent(loadLegal, "PrivacyPage"),
});

const terms = createRoute({
  getParentRoute: () => root,
  path: "/terms",
  component: lazyRouteComponent(loadLegal, "TermsPage"),
});

/** Where to go after signing in. */
function readWayBack(raw: Record<string, unknown>): { to?: string } {
  return typeof raw.to === "string" ? { to: raw.to } : {};
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: readWayBack,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/SignInPage")),
    "SignInPage",
  ),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  validateSearch: readWayBack,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/SignUpPage")),
    "SignUpPage",
  ),
});

const signInLink = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/link",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/LinkPage")),
    "LinkPage",
  ),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: "/verify",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/LinkPage")),
    "VerifyPage",
  ),
});

const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: "/confirm-email",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/LinkPage")),
    "ConfirmEmailPage",
  ),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/ResetPage")),
    "ResetPage",
  ),
});

const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/JoinPage")),
    "JoinPage",
  ),
});

const mini = createRoute({
  getParentRoute: () => root,
  path: "/mini",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/MiniPage")),
    "MiniPage",
  ),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/AccountPage")),
    "AccountPage",
  ),
});

const team = createRoute({
  getParentRoute: () => root,
  path: "/team",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/TeamPage")),
    "TeamPage",
  ),
});

const keys = createRoute({
  getParentRoute: () => root,
  path: "/keys",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/KeysPage")),
    "KeysPage",
  ),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/accounts/AuditPage")),
    "AuditPage",
  ),
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/start",
  validateSearch: (raw: Record<string, unknown>): { link?: string } =>
    typeof raw.link === "string" ? { link: raw.link.slice(0, 2_000) } : {},
  component: lazyRouteComponent(
    withTexts(() => import("@/features/start/StartPage")),
    "StartPage",
  ),
});

const watchlist = createRoute({
  getParentRoute: () => root,
  path: "/watchlist",
  validateSearch: readWatchSearch,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/WatchlistPage"), "watch", "views"),
    "WatchlistPage",
  ),
});

const watchlistLists = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/lists",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/ListsPage"), "watch"),
    "ListsPage",
  ),
});

const watchlistLinks = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/links",
  validateSearch: readLinksSearch,
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/LinksPage"), "watch"),
    "LinksPage",
  ),
});

const shared = createRoute({
  getParentRoute: () => root,
  path: "/shared",
  component: lazyRouteComponent(
    withTexts(() => import("@/features/watchlist/SharedPage"), "watch"),
    "SharedPage",
  ),
});

export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([
      home,
      browse,
      product,
      category,
      seller,
      compare,
      health,
      status,
      accuracy,
      how,
      privacy,
      terms,
      importing,
      signIn,
      signUp,
      signInLink,
      verify,
      confirmEmail,
      reset,
      join,
      mini,
      account,
      team,
      keys,
      audit,
      start,
      watchlist,
      watchlistLists,
      watchlistLinks,
      shared,
    ]),
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultPendingMs: 80,
    defaultPendingComponent: () => <Skeleton />,
    defaultErrorComponent: ErrorView,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

/** Which address shows which page. */
import { createRouter } from "@tanstack/react-router";
import { parseSearch, stringifySearch } from "@/shared/address";
import { Skeleton } from "@/shared/ui/states";
import { ErrorView } from "./ErrorView";
import * as accounts from "./routes/accounts";
import * as alerts from "./routes/alerts";
import * as market from "./routes/market";
import { root } from "./routes/root";
import * as told from "./routes/told";
import * as watchlist from "./routes/watchlist";

export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([
      market.home,
      market.browse,
      market.rising,
      market.product,
      market.category,
      market.seller,
      market.compare,
      market.niches,
      market.cluster,
      market.rivals,
      market.sourcing,
      market.calculator,
      told.health,
      told.status,
      told.accuracy,
      told.how,
      told.gallery,
      told.privacy,
      told.terms,
      told.importing,
      told.reports,
      accounts.exports_,
      accounts.signIn,
      accounts.signUp,
      accounts.signInLink,
      accounts.verify,
      accounts.confirmEmail,
      accounts.reset,
      accounts.join,
      accounts.mini,
      accounts.account,
      accounts.team,
      accounts.keys,
      accounts.audit,
      watchlist.start,
      watchlist.watchlist,
      watchlist.reorder,
      watchlist.myShop,
      watchlist.watchlistLists,
      watchlist.foreign,
      watchlist.watchlistLinks,
      watchlist.shared,
      alerts.alerts,
      alerts.rules,
      alerts.newRule,
      alerts.rule,
      alerts.channels,
    ]),
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultPendingMs: 80,
    // What is there is shown, however short the wait was.
    defaultPendingMinMs: 0,
    defaultPendingComponent: () => <Skeleton />,
    defaultErrorComponent: ErrorView,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

/** The pages the palette leads to: those of the bars and the menu, and those that lie behind them. */
import type { TextKey } from "@/shared/texts/keys";
import type { IconName } from "@/shared/ui/Icon";
import { OWN_WAYS } from "@/shared/ownWays";
import { FOOT_WAYS, WAYS, type Needs } from "@/shared/ways";

interface Page {
  to: string;
  key: TextKey;
  icon: IconName;
  needs: Needs;
}

export const PAGES: readonly Page[] = [
  ...WAYS,
  { to: "/compare", key: "palette.compare", icon: "compare", needs: "all" },
  { to: "/niches", key: "palette.niches", icon: "rising", needs: "all" },
  { to: "/rivals", key: "palette.rivals", icon: "star", needs: "viewer" },
  { to: "/alerts/rules", key: "palette.rules", icon: "bell", needs: "viewer" },
  { to: "/alerts/rules/new", key: "palette.new_rule", icon: "bell", needs: "analyst" },
  { to: "/alerts/channels", key: "palette.delivery", icon: "bell", needs: "viewer" },
  { to: "/start", key: "palette.start", icon: "star", needs: "analyst" },
  { to: "/watchlist/lists", key: "palette.lists", icon: "star", needs: "person" },
  { to: "/watchlist/links", key: "palette.links", icon: "out", needs: "person" },
  { to: "/watchlist/bring", key: "palette.foreign", icon: "star", needs: "analyst" },
  { to: "/reports", key: "palette.reports", icon: "file", needs: "viewer" },
  { to: "/reorder", key: "palette.reorder", icon: "star", needs: "viewer" },
  ...OWN_WAYS,
  ...FOOT_WAYS,
];

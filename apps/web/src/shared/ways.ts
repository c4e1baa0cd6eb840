/** Where one can go, and who may: the bars of every page, the person's menu and the palette read the same lists. */
import type { Asking } from "@/shared/api/session";
import { useSession } from "@/shared/api/session";
import type { Role } from "@/shared/api/shapes";

export type Needs = "all" | "person" | "operator" | Role;

export const WAYS = [
  { to: "/", key: "nav.home", icon: "home", needs: "all" },
  { to: "/browse", key: "nav.browse", icon: "search", needs: "all" },
  { to: "/rising", key: "nav.rising", icon: "rising", needs: "all" },
  { to: "/watchlist", key: "nav.watchlist", icon: "star", needs: "person" },
  { to: "/alerts", key: "nav.alerts", icon: "bell", needs: "person" },
  { to: "/health", key: "nav.health", icon: "health", needs: "operator" },
] as const;

/** What stands at the foot of every page. */
export const FOOT_WAYS = [
  { to: "/calculator", key: "nav.calculator", icon: "file", needs: "all" },
  { to: "/status", key: "status.title", icon: "file", needs: "all" },
  { to: "/how", key: "nav.how", icon: "file", needs: "all" },
  { to: "/accuracy", key: "accuracy.title", icon: "file", needs: "all" },
  { to: "/privacy", key: "nav.privacy", icon: "file", needs: "all" },
  { to: "/terms", key: "nav.terms", icon: "file", needs: "all" },
] as const;

/** Whether a way is open to who is here. */
export function isOpen(needs: Needs, { person, may }: Pick<Asking, "person" | "may">): boolean {
  if (needs === "all") return true;
  if (needs === "person") return person !== null;
  return needs === "operator" ? person?.operator === true : may(needs);
}

/** The ways of the bars that are open to who is here. */
export function useWays() {
  const asking = useSession();
  return WAYS.filter((way) => isOpen(way.needs, asking));
}

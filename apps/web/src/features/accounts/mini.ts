/** The page as a Mini App: Telegram's light, its way back, and the place that a link leads to. */
import type { AnyRouter } from "@tanstack/react-router";
import { readId } from "@/shared/address";
import { followAround } from "@/shared/theme/theme";
import { beginMini, hear, inMini, tell } from "@/shared/mini/bridge";
import { RANGES, type Range } from "@/features/product/search";

export type Place =
  | { to: "/p/$id"; params: { id: string }; search: { range?: Range } }
  | { to: "/c/$categoryId"; params: { categoryId: string } }
  | { to: "/s/$sellerId"; params: { sellerId: string } }
  | { to: "/watchlist" }
  | { to: "/" };

/** Where `startapp=` of a link leads: `p17` a product, `p17_90` over 90 days, `c12` a category, `s77` a shop, `w` the watchlist. */
export function placeOf(start: string | null): Place {
  const [, kind, number, range] = /^([pcs])([1-9]\d*)(?:_(\w+))?$/.exec(start ?? "") ?? [];
  const id = readId(number);
  if (start === "w") return { to: "/watchlist" };
  if (!kind || !id) return { to: "/" };
  if (kind === "c") return { to: "/c/$categoryId", params: { categoryId: String(id) } };
  if (kind === "s") return { to: "/s/$sellerId", params: { sellerId: String(id) } };
  const shown = RANGES.find((each) => each === range);
  return { to: "/p/$id", params: { id: String(id) }, search: shown ? { range: shown } : {} };
}

/** Whether a colour such as `#17212b` is a dark one, by its luma (ITU-R BT.601); null for what is no colour. */
export function isDark(colour: unknown): boolean | null {
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(String(colour)) ?? [];
  if (!red || !green || !blue) return null;
  const [r, g, b] = [red, green, blue].map((part) => Number.parseInt(part, 16)) as [number, number, number];
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}

/** Telegram's light is the page's; our own colours hold, whose contrast is tested, and Telegram's frame takes them. */
function follow(theme: unknown): void {
  const params = typeof theme === "object" && theme !== null ? (theme as Record<string, unknown>) : {};
  const dark = isDark(params.bg_color);
  if (dark !== null) followAround(dark);
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  tell("web_app_set_header_color", { color: paper });
  tell("web_app_set_background_color", { color: paper });
}

function themeOf(hash: string): unknown {
  try {
    return JSON.parse(new URLSearchParams(hash.slice(1)).get("tgWebAppThemeParams") ?? "null");
  } catch {
    // Anybody may write an address; without a theme the page keeps its own.
    return null;
  }
}

/** From now on the page lives in Telegram: its light, and its button for the way back wherever there is one. */
export function liveInMini(router: AnyRouter, hash: string): void {
  if (inMini()) return;
  beginMini();
  follow(themeOf(hash));
  hear("theme_changed", (told) => follow((told as { theme_params?: unknown } | null)?.theme_params));
  hear("back_button_pressed", () => {
    if (router.history.canGoBack()) router.history.back();
    else void router.navigate({ to: "/" });
  });
  const offer = () => {
    const { pathname } = router.state.location;
    tell("web_app_setup_back_button", { is_visible: pathname !== "/" && pathname !== "/mini" });
  };
  router.subscribe("onResolved", offer);
  offer();
}

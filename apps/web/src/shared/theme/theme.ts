/**
 * Light, dark or as what is around says: the system, or the app that the page stands in. `public/begin.js` sets the same before the
 * first paint.
 */
import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";
const KEY = "ventra.theme";
const listeners = new Set<() => void>();
const said = (query: string) => (typeof matchMedia === "undefined" ? null : matchMedia(query));
const systemDark = said("(prefers-color-scheme: dark)");
const printed = said("print");
systemDark?.addEventListener("change", tell);
printed?.addEventListener("change", tell);

function tell(): void {
  for (const listener of listeners) listener();
}

function chosenBefore(): Theme {
  const set = typeof document === "undefined" ? undefined : document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : "system";
}

let chosen = chosenBefore();
/** Whether the app around is dark; null where there is none. */
let darkAround: boolean | null = null;

const isWanted = (): boolean =>
  chosen === "dark" || (chosen === "system" && (darkAround ?? !!systemDark?.matches));
/** Paper is white. */
const isDark = (): boolean => isWanted() && !printed?.matches;

function wear(): void {
  if (chosen === "system" && darkAround === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = isWanted() ? "dark" : "light";
  tell();
}

export function setTheme(next: Theme): void {
  chosen = next;
  try {
    localStorage.setItem(KEY, next);
  } catch (forbidden) {
    console.info("theme: the choice is not kept", forbidden);
  }
  wear();
}

/** The app around the page is dark, or light: the page follows while nobody chose otherwise, and it is nobody's choice. */
export function followAround(dark: boolean): void {
  darkAround = dark;
  wear();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): { theme: Theme; dark: boolean } {
  const theme = useSyncExternalStore(subscribe, () => chosen);
  const dark = useSyncExternalStore(subscribe, isDark);
  return { theme, dark };
}

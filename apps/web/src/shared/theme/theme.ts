/** Light, dark or as the system says; `public/theme.js` sets the same before the first paint. */
import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";
const KEY = "ventra.theme";
const listeners = new Set<() => void>();
const systemDark = typeof matchMedia === "undefined" ? null : matchMedia("(prefers-color-scheme: dark)");
systemDark?.addEventListener("change", tell);

function tell(): void {
  for (const listener of listeners) listener();
}

function current(): Theme {
  const set = document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : "system";
}

export function setTheme(next: Theme): void {
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(KEY, next);
  } catch (forbidden) {
    console.info("theme: the choice is not kept", forbidden);
  }
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): { theme: Theme; dark: boolean } {
  const theme = useSyncExternalStore(subscribe, current);
  const dark = useSyncExternalStore(
    subscribe,
    () => theme === "dark" || (theme === "system" && !!systemDark?.matches),
  );
  return { theme, dark };
}

/** Whether there is room for a table; below that, cards. */
import { useSyncExternalStore } from "react";

const wide = typeof matchMedia === "undefined" ? null : matchMedia("(min-width: 68rem)");

function subscribe(listener: () => void): () => void {
  wide?.addEventListener("change", listener);
  return () => wide?.removeEventListener("change", listener);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide?.matches ?? false);
}

/** Whether there is room for a table; below that, cards. */
import { useCallback, useSyncExternalStore } from "react";

const WIDE = "(min-width: 68rem)";

export const useWide = (): boolean => useRoom(WIDE);

export const isWide = (): boolean => matchMedia(WIDE).matches;

/** Whether the window is as the query says. */
export function useRoom(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const room = matchMedia(query);
      room.addEventListener("change", listener);
      return () => room.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

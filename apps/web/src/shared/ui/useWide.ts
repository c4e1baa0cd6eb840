/** Whether there is room for a table; below that, cards. */
import { useCallback, useSyncExternalStore } from "react";

export const useWide = (): boolean => useRoom("(min-width: 68rem)");

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

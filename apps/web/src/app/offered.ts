/** A newer build that is ready (`newVersion.ts` finds it), for whoever tells of it. */
import { useSyncExternalStore } from "react";

/** Takes the newer build, once there is one. */
type Take = () => void;
let offered: Take | null = null;
const listeners = new Set<() => void>();

export function offer(take: Take): void {
  offered = take;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How to go over to a newer build; null while there is none. */
export const useNewVersion = (): Take | null => useSyncExternalStore(subscribe, () => offered);

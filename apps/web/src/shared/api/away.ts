/** Whether the api answers right now, as every request found it; one small store the whole page reads. */
import { useSyncExternalStore } from "react";

let away = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (away === next) return;
  away = next;
  for (const listener of listeners) listener();
}

export const noteAnswer = (): void => set(false);
export const noteSilence = (): void => set(true);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useApiAway(): boolean {
  return useSyncExternalStore(subscribe, () => away);
}

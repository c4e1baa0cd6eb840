/** What was just done, and how to take it back: one at a time, and only in the organisation it was done for. */
import { useSyncExternalStore } from "react";

export interface Told {
  words: string;
  bad?: boolean;
  orgId: number | null;
  undo?: () => Promise<void>;
}

let told: Told | null = null;
const listeners = new Set<() => void>();

export function tell(next: Told | null): void {
  told = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useTold = (): Told | null => useSyncExternalStore(subscribe, () => told);

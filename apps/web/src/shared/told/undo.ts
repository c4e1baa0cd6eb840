/** What was just done, and how to take it back: one at a time, and only in the organisation it was done for. */
import { useSyncExternalStore } from "react";

export interface Told {
  words: string;
  bad?: boolean;
  orgId: number | null;
  undo?: () => Promise<void>;
}

const SHOWN_MS = 20_000;

let told: Told | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Says it for a while, also where its page is left meanwhile. */
export function tell(next: Told | null): void {
  told = next;
  hold(next === null);
  for (const listener of listeners) listener();
}

/** What is held stays; let go, it stays for a while more. */
export function hold(on: boolean): void {
  clearTimeout(timer);
  if (!on) timer = setTimeout(() => tell(null), SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is told now. */
export const heard = (): Told | null => told;

export const useTold = (): Told | null => useSyncExternalStore(subscribe, heard);

/** What the page remembers: answers in memory, and the last seen ones across reloads, for when the api is away. */
import { dehydrate, hydrate, QueryClient, type DehydratedState } from "@tanstack/react-query";
import { ApiAway, ApiProblem } from "./client";
import { LAST_SEEN, readLastSeen } from "./early";

/** Where the palette keeps what was gone to last. */
export const RECENT = "ventra.recent";
const LAST_SEEN_LIMIT_CHARACTERS = 1_500_000;
const LAST_SEEN_MOST = 24;

/** 1, 2, 4, 8, 15, 15 … seconds, or what the api asked for. */
export function waitBeforeRetryMs(attempt: number, error: unknown): number {
  if (error instanceof ApiAway && error.retryAfterSeconds)
    return Math.min(error.retryAfterSeconds, 60) * 1000;
  return Math.min(1000 * 2 ** attempt, 15_000);
}

/** An api that is away is asked again until it answers; a problem it names is final. */
export function worthRetrying(attempt: number, error: unknown): boolean {
  if (error instanceof ApiAway) return true;
  if (error instanceof ApiProblem) return error.status === 429 && attempt < 3;
  return false;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 30 * 60_000,
        networkMode: "always",
        retry: worthRetrying,
        retryDelay: waitBeforeRetryMs,
      },
      mutations: { networkMode: "always" },
    },
  });
}

/** Brings back the answers of the last visit; they are shown as old until fresh ones come. */
export function recall(client: QueryClient): void {
  const state = readLastSeen();
  window.ventraLastSeen = null;
  if (!state) return;
  try {
    hydrate(client, state as DehydratedState);
    void client.invalidateQueries({ refetchType: "none" });
  } catch (unreadable) {
    console.info("last seen answers are not readable", unreadable);
  }
}

export function remember(client: QueryClient): void {
  const state = dehydrate(client, {
    shouldDehydrateQuery: (query) => query.state.status === "success" && query.meta?.personal !== true,
  });
  state.mutations = [];
  state.queries = state.queries
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .slice(0, LAST_SEEN_MOST);
  try {
    let kept = JSON.stringify({ at: Date.now(), state });
    while (kept.length > LAST_SEEN_LIMIT_CHARACTERS && state.queries.length > 1) {
      state.queries = state.queries.slice(0, state.queries.length >> 1);
      kept = JSON.stringify({ at: Date.now(), state });
    }
    if (kept.length <= LAST_SEEN_LIMIT_CHARACTERS) localStorage.setItem(LAST_SEEN, kept);
  } catch (full) {
    console.info("last seen answers are not kept", full);
  }
}

/** Whoever uses this device next does not see what the one before saw. */
export function forget(client: QueryClient): void {
  client.clear();
  try {
    localStorage.removeItem(LAST_SEEN);
    localStorage.removeItem(RECENT);
  } catch (forbidden) {
    console.info("last seen answers cannot be removed", forbidden);
  }
}

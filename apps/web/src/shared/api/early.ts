/** Answers that were asked for before the page's scripts were there (`app/begin.ts`). Each is taken once. */

export type Query = Record<string, string | number | boolean | null | undefined>;

const BASE = "/api/v1";
/** Where the answers of the last visit lie in the browser's storage. */
export const LAST_SEEN = "ventra.last-seen.1";
/** What was asked for at the beginning is for the beginning. */
const FOR_MS = 20_000;

const LAST_SEEN_MAX_AGE_MS = 7 * 86_400_000;

/** The answers of the last visit, as they were kept: by `queryHash`, with their `data`. */
export interface LastSeen {
  queries: { queryHash: string; state: { data?: unknown } }[];
}

declare global {
  interface Window {
    ventraEarly?: Map<string, Promise<Response | null>>;
    /** Read once for whoever wants them; null where there are none. */
    ventraLastSeen?: LastSeen | null;
  }
}

/** The answers of the last visit, unless it was long ago. */
export function readLastSeen(): LastSeen | null {
  if (window.ventraLastSeen !== undefined) return window.ventraLastSeen;
  window.ventraLastSeen = null;
  try {
    const kept = localStorage.getItem(LAST_SEEN);
    const { at, state } = JSON.parse(kept ?? "{}") as { at?: number; state?: LastSeen };
    if (Array.isArray(state?.queries) && at && Date.now() - at < LAST_SEEN_MAX_AGE_MS)
      window.ventraLastSeen = state;
  } catch (unreadable) {
    console.info("last seen answers are not readable", unreadable);
  }
  return window.ventraLastSeen;
}

export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "" && value !== false)
      search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/** Asks for an address; null where no answer comes. One that takes too long is told as a gateway would: the api is away. */
export async function askEarly(address: string, language: string, waitMs = 20_000): Promise<Response | null> {
  const headers = { Accept: "application/json", "Accept-Language": language };
  try {
    return await fetch(address, { headers, signal: AbortSignal.timeout(waitMs) });
  } catch (failure) {
    return failure instanceof DOMException && failure.name === "TimeoutError"
      ? new Response(null, { status: 504 })
      : null;
  }
}

/** The answer to an address asked for early; null where none was, or none came. */
export async function takeEarly(address: string): Promise<Response | null> {
  const early = typeof window === "undefined" ? undefined : window.ventraEarly;
  const answer = early?.get(address);
  if (!answer) return null;
  early?.delete(address);
  return performance.now() < FOR_MS ? answer : null;
}

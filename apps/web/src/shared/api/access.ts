/**
 * The right to ask as somebody: kept in cookies that no script reads; here only until when it holds, and what proves our page. In
 * Telegram's frame, where cookies fail, it is kept in memory alone.
 */
import { noteAnswer } from "./away";
import { isOver, UNTIL } from "./until";

const LOCK = "ventra-refresh";

interface Tokens {
  access: string;
  refresh: string;
  until: number;
}

let proof: string | null = null;
let inMemory: Tokens | null = null;
const listeners = new Set<() => void>();

/** What goes with a request of somebody who is signed in: what opens doors in a frame, else the proof with every change. */
export function askingHeaders(method = "GET"): Record<string, string> {
  if (inMemory) return { Authorization: `Bearer ${inMemory.access}` };
  return proof && method !== "GET" ? { "X-Page-Proof": proof } : {};
}

/** Called whenever somebody signs in or is signed out, in this tab or another. */
export function onAccessChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function told(): void {
  for (const listener of listeners) listener();
}

function readUntil(): number | null {
  if (inMemory) return inMemory.until;
  try {
    const kept = Number(localStorage.getItem(UNTIL));
    return kept > 0 ? kept : null;
  } catch {
    // Storage may be forbidden; whoever is signed in then stays so for one access life.
    return null;
  }
}

function keepUntil(until: number | null): void {
  try {
    if (until === null) localStorage.removeItem(UNTIL);
    else localStorage.setItem(UNTIL, String(until));
  } catch (forbidden) {
    console.info("how long the access holds is not kept", forbidden);
  }
}

export interface Started {
  page_proof: string;
  access_seconds: number;
  access_token?: string | null;
  refresh_token?: string | null;
}

/** Somebody has signed in, or the access was renewed; tokens in the answer are for a page in a frame. */
export function begin(started: Started): void {
  const { access_token: access, refresh_token: refreshing } = started;
  if (access && refreshing) {
    inMemory = { access, refresh: refreshing, until: Date.now() + started.access_seconds * 1000 };
    return;
  }
  proof = started.page_proof;
  keepUntil(Date.now() + started.access_seconds * 1000);
}

/** The page was told its proof by the session itself. */
export function know(pageProof: string | null): void {
  proof = pageProof;
}

/** Nobody is signed in any more. */
export function end(): void {
  proof = null;
  if (!inMemory) keepUntil(null);
  inMemory = null;
  told();
}

/** Whether somebody is signed in whose proof this page was not told yet. */
export const wantsProof = (): boolean => !inMemory && proof === null && readUntil() !== null;

/** Renews the access where it is nearly over, once for all tabs; a request then goes out as who it should. */
export async function fresh(): Promise<void> {
  if (!isOver(readUntil())) return;
  try {
    await refresh();
  } catch (away) {
    console.info("the access could not be renewed", away);
  }
}

let renewing: Promise<boolean> | null = null;

/**
 * Renews the access; false when the session has ended, and a failure when the api does not answer. Two at once would end the
 * session: a tab asks once for all that wait, and tabs take turns and use what the first got.
 */
export function refresh(): Promise<boolean> {
  renewing ??= renew().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renew(): Promise<boolean> {
  const before = readUntil();
  return inTurn(async () => {
    const now = readUntil();
    if (now !== null && now !== before && !isOver(now)) return true;
    const answer = await fetch("/api/v1/session/refresh", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(inMemory ? { refresh_token: inMemory.refresh } : {}),
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.ok) {
      noteAnswer();
      begin((await answer.json()) as Started);
      return true;
    }
    if (answer.status !== 401) throw new Error(`the session was not renewed: HTTP ${answer.status}`);
    end();
    return false;
  });
}

async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  if (inMemory || !("locks" in navigator)) return work();
  return (await navigator.locks.request(LOCK, work)) as boolean;
}

if (typeof addEventListener === "function") {
  addEventListener("storage", (event) => {
    if (event.key === UNTIL && (event.newValue === null) !== (event.oldValue === null)) told();
  });
}

/** Hears from the api what has changed, so that open views ask again at once; without a stream they ask by the clock. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { addressOf } from "./client";
import { isLive, noteStream } from "./pace";

/** How often a kind of event may make views ask again, at most. */
const PACE_MS: Record<Kind, number> = { visits: 20_000, sales: 5_000, imports: 0 };
/** Everybody hears of a change at once; asking again is spread over this stretch. */
const SPREAD_MS = 1_500;
const REOPEN_MS = [5_000, 60_000] as const;
/** A stream that is not back after this long is done without. */
const MISSED_MS = 20_000;
const KINDS = ["visits", "sales", "imports"] as const;
type Kind = (typeof KINDS)[number];

/** What each kind of event makes old, by the first word of a question's key. */
const TOUCHED: Record<Kind, readonly string[]> = {
  visits: ["data-health", "products", "watched", "product", "prices", "stock", "observations", "alerts"],
  sales: ["data-health", "products", "watched", "product", "sales", "why", "alerts"],
  imports: ["import"],
};

export interface Stream {
  readyState: number;
  addEventListener: (name: string, listener: (event: MessageEvent<string>) => void) => void;
  close: () => void;
}

const CLOSED = 2;

/** One stream for the whole page, open while somebody looks at it. */
export class Live {
  private stream: Stream | null = null;
  private reopening: ReturnType<typeof setTimeout> | undefined;
  private missing: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private readonly last = new Map<string, string>();
  private readonly asking = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly askedAt = new Map<string, number>();

  constructor(
    private readonly client: QueryClient,
    private readonly connect: () => Stream,
    private readonly chance: () => number = Math.random,
  ) {}

  open(): void {
    if (this.stream) return;
    clearTimeout(this.reopening);
    const stream = this.connect();
    this.stream = stream;
    stream.addEventListener("hello", () => {
      noteStream(true);
      this.failures = 0;
      clearTimeout(this.missing);
    });
    for (const kind of KINDS) stream.addEventListener(kind, (event) => this.hear(kind, event.data));
    stream.addEventListener("error", () => {
      if (isLive()) this.miss();
      noteStream(false);
      // The browser comes back by itself after a broken line, but not after an answer that is no stream.
      if (stream.readyState === CLOSED) this.reopenLater();
    });
  }

  close(): void {
    noteStream(false);
    this.stream?.close();
    this.stream = null;
    clearTimeout(this.reopening);
    clearTimeout(this.missing);
    for (const timer of this.asking.values()) clearTimeout(timer);
    this.asking.clear();
  }

  /** What waits for the stream's word asks by the clock again from here on. */
  private miss(): void {
    clearTimeout(this.missing);
    this.missing = setTimeout(() => void this.client.invalidateQueries({ type: "active" }), MISSED_MS);
  }

  private reopenLater(): void {
    this.stream?.close();
    this.stream = null;
    const wait = Math.min(REOPEN_MS[0] * 2 ** this.failures, REOPEN_MS[1]);
    this.failures += 1;
    this.reopening = setTimeout(() => this.open(), wait * (0.75 + this.chance() / 2));
  }

  private hear(kind: Kind, data: string): void {
    const about = kind === "imports" ? `import ${importOf(data)}` : kind;
    const before = this.last.get(about);
    this.last.set(about, data);
    // The first word of a kind says how things stand, and what is shown was asked for just now.
    if (before === data || (before === undefined && kind !== "imports")) return;
    if (this.asking.has(about)) return;
    const rest = (this.askedAt.get(about) ?? -Infinity) + PACE_MS[kind] - Date.now();
    const wait = Math.max(rest, 0) + (kind === "imports" ? 0 : this.chance() * SPREAD_MS);
    this.asking.set(
      about,
      setTimeout(() => this.askAgain(kind, about, data), wait),
    );
  }

  private askAgain(kind: Kind, about: string, data: string): void {
    this.asking.delete(about);
    this.askedAt.set(about, Date.now());
    const id = kind === "imports" ? importOf(data) : null;
    void this.client.invalidateQueries({
      predicate: ({ queryKey, state }) => touches(kind, queryKey, id) && pagesOf(state.data) <= 1,
    });
  }
}

function touches(kind: Kind, key: QueryKey, importId: string | null): boolean {
  return TOUCHED[kind].includes(String(key[0])) && (importId === null || String(key[1]) === importId);
}

/** A list that was read on and on is not asked for again under its reader's eyes. */
function pagesOf(data: unknown): number {
  return ((data as { pages?: unknown[] } | undefined)?.pages ?? []).length;
}

function importOf(data: string): string {
  return String((JSON.parse(data) as { import_id: number }).import_id);
}

/** Keeps the stream open while the tab is seen, until what it gives is called. */
export function listen(client: QueryClient): () => void {
  const stream = new Live(client, () => new EventSource(addressOf("/events")));
  const look = () => (document.visibilityState === "visible" ? stream.open() : stream.close());
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    stream.close();
  };
}

import { afterEach, expect, test, vi } from "vitest";
import { askEarly, readLastSeen, takeEarly } from "./early";

afterEach(() => vi.unstubAllGlobals());

/** A browser whose storage holds `kept`. */
function browser(kept: string | null): void {
  const page = {} as Window;
  vi.stubGlobal("window", page);
  vi.stubGlobal("localStorage", { getItem: () => kept });
}

test("an answer that takes too long is told as a gateway would, one that does not come is none", async () => {
  vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => {
    return new Promise((_, refuse) => signal?.addEventListener("abort", () => refuse(signal.reason)));
  });
  expect((await askEarly("/api/v1/meta", "uz", 5))?.status).toBe(504);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  expect(await askEarly("/api/v1/meta", "uz")).toBeNull();
});

test("an early answer is taken once", async () => {
  browser(null);
  const answer = new Response("{}");
  window.ventraEarly = new Map([["/api/v1/meta", Promise.resolve(answer)]]);
  expect(await takeEarly("/api/v1/meta")).toBe(answer);
  expect(await takeEarly("/api/v1/meta")).toBeNull();
  expect(await takeEarly("/api/v1/session")).toBeNull();
});

test.each([
  null,
  "not json",
  "null",
  "7",
  "{}",
  JSON.stringify({ at: Date.now(), state: { queries: "no list" } }),
  JSON.stringify({ at: Date.now() - 8 * 86_400_000, state: { queries: [] } }),
])("what was not kept, not by us or long ago is not there: %s", (kept) => {
  browser(kept);
  expect(readLastSeen()).toBeNull();
});

test("what was last seen is read once", () => {
  browser(JSON.stringify({ at: Date.now(), state: { queries: [] } }));
  expect(readLastSeen()).toEqual({ queries: [] });
  vi.stubGlobal("localStorage", { getItem: () => null });
  expect(readLastSeen()).toEqual({ queries: [] });
});

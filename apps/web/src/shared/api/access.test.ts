import { beforeEach, expect, test, vi } from "vitest";
import { askingHeaders, begin, end, know } from "./access";
import { ApiAway, get, post } from "./client";

const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
});

const STARTED = { page_proof: "proof", access_seconds: 900 };
const OVER = { key: "error.sign_in", status: 401 };

interface Call {
  path: string;
  proof: string | null;
}

/** An api whose access is over until it was refreshed; `refuses` is what a refresh then meets. */
function api({ refuses = false, over = true } = {}): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    calls.push({ path, proof: new Headers(init.headers).get("X-Page-Proof") });
    if (path.endsWith("/session/refresh")) {
      over = refuses;
      return Promise.resolve(Response.json(refuses ? OVER : STARTED, { status: refuses ? 401 : 200 }));
    }
    return Promise.resolve(Response.json(over ? OVER : { ok: true }, { status: over ? 401 : 200 }));
  });
  return calls;
}

const refreshes = (calls: Call[]) => calls.filter(({ path }) => path.endsWith("/refresh")).length;

beforeEach(() => {
  end();
  vi.stubGlobal("navigator", {
    locks: { request: inTurn() },
  });
});

/** Web Locks as far as they are asked: one after the other. */
function inTurn() {
  let last: Promise<unknown> = Promise.resolve();
  return (_: string, work: () => Promise<unknown>) => (last = last.then(work));
}

test("an access that is over is renewed once, and what was asked is asked again", async () => {
  begin(STARTED);
  const calls = api();
  await expect(get("/products")).resolves.toEqual({ ok: true });
  expect(calls.map(({ path }) => path)).toEqual([
    "/api/v1/products",
    "/api/v1/session/refresh",
    "/api/v1/products",
  ]);
});

test("many that find it over together renew it once: twice would end the session", async () => {
  begin(STARTED);
  kept.set("ventra.access-until", "1");
  const calls = api({ over: false });
  await Promise.all([get("/a"), get("/b"), get("/c")]);
  expect(refreshes(calls)).toBe(1);
});

test("a session that has ended is not renewed again and again, and its proof is forgotten", async () => {
  begin(STARTED);
  const calls = api({ refuses: true });
  await expect(get("/account/devices")).rejects.toMatchObject({ status: 401 });
  expect(refreshes(calls)).toBe(1);
  expect(askingHeaders("POST")).toEqual({});
});

test("an api that is away signs nobody out", async () => {
  begin(STARTED);
  vi.stubGlobal("fetch", (path: string) =>
    Promise.resolve(Response.json(OVER, { status: path.endsWith("/refresh") ? 503 : 401 })),
  );
  await expect(get("/products")).rejects.toBeInstanceOf(ApiAway);
  expect(askingHeaders("POST")).toEqual({ "X-Page-Proof": "proof" });
});

test("without locks a tab still renews once for all that wait", async () => {
  vi.stubGlobal("navigator", {});
  begin(STARTED);
  const calls = api();
  await Promise.all([get("/a"), get("/b")]);
  expect(refreshes(calls)).toBe(1);
});

test("a change made before the page knows its proof waits for it", async () => {
  begin(STARTED);
  know(null);
  const calls: Call[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    calls.push({ path, proof: new Headers(init.headers).get("X-Page-Proof") });
    return Promise.resolve(Response.json({ page_proof: "proof" }));
  });
  await post("/products/1/track");
  expect(calls).toEqual([
    { path: "/api/v1/session", proof: null },
    { path: "/api/v1/products/1/track", proof: "proof" },
  ]);
});

test("the page's proof goes with changes and with nothing else", async () => {
  begin(STARTED);
  const calls = api({ over: false });
  await get("/products");
  await post("/products/1/track");
  expect(calls.map(({ proof }) => proof)).toEqual([null, "proof"]);
});

test("in a frame what opens doors stays in memory, goes with every request, and is renewed from there", async () => {
  const sent: { path: string; bearer: string | null; body: unknown }[] = [];
  let over = true;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    sent.push({ path, bearer: new Headers(init.headers).get("Authorization"), body: init.body });
    if (path.endsWith("/session/refresh")) {
      over = false;
      return Promise.resolve(Response.json({ ...STARTED, access_token: "second", refresh_token: "r2" }));
    }
    return Promise.resolve(Response.json(over ? OVER : { ok: true }, { status: over ? 401 : 200 }));
  });
  begin({ ...STARTED, access_token: "first", refresh_token: "r1" });
  expect(kept.size).toBe(0);
  await get("/watchlist");
  expect(sent.map(({ path, bearer }) => [path.replace("/api/v1", ""), bearer])).toEqual([
    ["/watchlist", "Bearer first"],
    ["/session/refresh", null],
    ["/watchlist", "Bearer second"],
  ]);
  expect(sent[1]?.body).toBe(JSON.stringify({ refresh_token: "r1" }));
  expect(kept.size).toBe(0);
  end();
  expect(askingHeaders("POST")).toEqual({});
});

/*
 * The service worker. It keeps the files of one build, so that the page opens without a network, and no answer of the api: what was
 * last seen is kept by the page itself and goes when somebody signs out. scripts/worker.mjs fills in the two values.
 */
const VERSION = "__VERSION__";
/** Paths of the build's files; "/" is the page itself. */
const FILES = __FILES__;

const PREFIX = "ventra-";
const OWN = PREFIX + VERSION;
const SHELL = "/";
const HASHED = /^\/assets\//;
/** Not of the page: what the server tells of itself, and the Mini App, a frame of Telegram's with headers of its own. */
const SERVERS = /^\/(api|metrics|healthz|mini)(\/|$)/;
const STRAIGHT = { condition: { urlPattern: "/assets/*", requestMethod: "GET" }, source: "cache" };
const AT_ONCE = 4;

self.addEventListener("install", (event) => {
  // Where the browser can, it reads these from what is kept without waking the worker.
  event.addRoutes?.(STRAIGHT)?.catch((refused) => console.info("the worker is asked for each file", refused));
  event.waitUntil(keepAll());
});
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", ({ data, ports }) => {
  if (data === "take-over") void self.skipWaiting();
  if (data === "version") ports[0]?.postMessage(VERSION);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (SERVERS.test(pathname)) return;
  if (request.mode === "navigate") {
    if (!pathname.slice(pathname.lastIndexOf("/")).includes(".")) event.respondWith(page(request));
  } else if (HASHED.test(pathname)) event.respondWith(hashed(request, pathname));
  else if (FILES.includes(pathname)) event.respondWith(fresh(request, pathname));
});

async function keepAll() {
  const cache = await caches.open(OWN);
  const waiting = [...FILES];
  const work = async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) await keep(cache, path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function keep(cache, path) {
  const known = HASHED.test(path) ? await caches.match(path) : undefined;
  const answer = known ?? (await fetch(path, { cache: HASHED.test(path) ? "default" : "no-cache" }));
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  // While a release goes out, a server may still give the page of the one before.
  if (path === SHELL && !(await answer.clone().text()).includes(`content="${VERSION}"`))
    throw new Error("the page is of another build");
  await cache.put(path, answer);
}

/** The build before is kept as well: tabs that show it fetch their further files from it. */
async function begin() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== OWN);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

const kept = async (path) => (await (await caches.open(OWN)).match(path)) ?? caches.match(path);

/** A name with a hash means the same bytes for ever. */
async function hashed(request, path) {
  return (await kept(path)) ?? fetch(request);
}

/** What has no hash comes from the server while there is one. */
async function fresh(request, path) {
  try {
    return await fetch(request);
  } catch (offline) {
    const known = await kept(path);
    if (known) return known;
    throw offline;
  }
}

/** The page that is kept, at once: whether there is a newer one the browser looks for beside it. */
const page = async (request) => (await kept(SHELL)) ?? fetch(request);

/**
 * Runs in the head of the page, before its scripts are there, and asks at once for what they would find out one after another: the
 * files of the page that the address shows, its words, and the first answers of the api. A product's title stands in the first drawing
 * as soon as it is known: a slow phone works a second or two at the rest, and begins with it once that drawing stands.
 * `scripts/begin.mjs` bundles it.
 */
import { readProductSearch, DEFAULT_RANGE } from "@/features/product/search";
import { addressOf, askEarly, readLastSeen, type LastSeen } from "@/shared/api/early";
import { isOver, UNTIL } from "@/shared/api/until";
import type { Product, ProductDetail, Titles } from "@/shared/api/shapes";
import { stretchOf } from "@/shared/chart/stretch";
import { dayOfInstant } from "@/shared/format/days";
import { titleOf } from "@/shared/format/titles";
import { chooseLanguage, LANGUAGES, type Language } from "@/shared/texts/languages";
import { afterFirstFrame } from "./firstFrame";

/**
 * What a page is made of: scripts and styles it cannot do without, those it shows last, and the hashes of its words in each language,
 * in the order of `LANGUAGES`.
 */
interface Page {
  path: string;
  files: string[];
  later: string[];
  words: string[][];
}

interface Built {
  entry: string;
  words: string[][];
  pages: Page[];
}

/** This build's files, put in by the bundling. */
declare const BUILT: Built;

const PRODUCT = /^\/p\/([1-9]\d{0,14})$/;

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    // Storage may be forbidden; the browser's language then decides, as it does in main.tsx.
    return null;
  }
}

/** A product as it was seen on the last visit. */
export function seenBefore(path: string, lastSeen: LastSeen | null): Product | undefined {
  const [, id] = PRODUCT.exec(path) ?? [];
  const found = lastSeen?.queries.find((query) => query?.queryHash === `["product",${id}]`);
  return found?.state?.data as Product | undefined;
}

/** The addresses whose answers the page will need first. */
export function firstAsked(
  path: string,
  search: Record<string, string>,
  today: string,
  seen: Product | undefined,
): string[] {
  const asked = ["/session", "/meta"].map((each) => addressOf(each));
  const [, id] = PRODUCT.exec(path) ?? [];
  // What was seen before is shown as it was, and asked for anew beside it.
  if (!id || seen) return asked;
  const { range = DEFAULT_RANGE, sku } = readProductSearch(search);
  const whole = range === "all" || sku !== undefined;
  const product = whole
    ? addressOf(`/products/${id}`)
    : addressOf(`/products/${id}/detail`, stretchOf(range, today, null));
  return [product, ...asked];
}

function ahead(built: Built, pathname: string, language: Language): void {
  const page = built.pages.find(({ path }) => new RegExp(path).test(pathname));
  const at = LANGUAGES.indexOf(language);
  for (const hash of [...(built.words[at] ?? []), ...(page?.words[at] ?? [])])
    link(`/assets/${language}-${hash}.js`, false);
  for (const file of page?.files ?? []) link(file, false);
  for (const file of page?.later ?? []) link(file, true);
}

function link(file: string, later: boolean): void {
  const link = document.createElement("link");
  const style = file.endsWith(".css");
  link.rel = style ? "preload" : "modulepreload";
  if (style) link.as = "style";
  link.crossOrigin = "";
  link.href = file;
  if (later) link.fetchPriority = "low";
  document.head.append(link);
}

/** Writes the title as soon as its place is there; where the page itself stands already, there is none any more. */
function name(titles: Titles | undefined, language: Language): void {
  const title = titles && titleOf(titles, language);
  if (!title || write(title) || document.querySelector("#root")) return;
  // Told of the body while it is read, it is in time for the first drawing.
  const watch = new MutationObserver(() => {
    if (write(title)) watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
  addEventListener("load", () => watch.disconnect(), { once: true });
}

function write(title: string): boolean {
  const place = document.querySelector(".first-title");
  if (!place) return false;
  place.textContent = title;
  place.classList.remove("skeleton");
  return true;
}

async function nameFrom(answer: Promise<Response | null>, language: Language): Promise<void> {
  const copy = (await answer)?.clone();
  if (!copy?.ok) return;
  const told = (await copy.json()) as Product | ProductDetail;
  name(("product" in told ? told.product : told).titles, language);
}

function begin(built: Built): void {
  afterFirstFrame(() => void import(/* @vite-ignore */ built.entry));
  const { pathname, search } = location;
  // In Telegram's frame the right to ask is kept by the page itself.
  if (pathname === "/mini" || window.top !== window) return;
  const said = Object.fromEntries(new URLSearchParams(search));
  const language = chooseLanguage(said.lang, kept("ventra.language"), navigator.languages);
  // What the service worker has is there at once: until the first frame stands, it would only be in its way.
  if (navigator.serviceWorker?.controller) afterFirstFrame(() => ahead(built, pathname, language));
  else ahead(built, pathname, language);
  const seen = seenBefore(pathname, readLastSeen());
  if (PRODUCT.test(pathname)) document.documentElement.dataset.first = "product";
  name(seen?.titles, language);
  // An access that is over is renewed first, and once.
  if (isOver(Number(kept(UNTIL)) || null)) return;
  const today = dayOfInstant(new Date().toISOString());
  const asked = firstAsked(pathname, said, today, seen).map((address): [string, Promise<Response | null>] => [
    address,
    // Without an answer the page asks for itself.
    askEarly(address, language),
  ]);
  window.ventraEarly = new Map(asked);
  const [first] = asked;
  if (!first || seen || !PRODUCT.test(pathname)) return;
  nameFrom(first[1], language).catch((unread: unknown) => console.info("no title yet", unread));
}

if (typeof BUILT !== "undefined") begin(BUILT);

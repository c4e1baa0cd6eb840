/**
 * Runs in the head of the page, before its scripts are there, and asks at once for what they would find out one after another: the
 * files of the page that the address shows, its words, and the first answers of the api. `scripts/begin.mjs` bundles it.
 */
import { readProductSearch, DEFAULT_RANGE } from "@/features/product/search";
import { addressOf, LAST_SEEN } from "@/shared/api/early";
import { stretchOf } from "@/shared/chart/stretch";
import { dayOfInstant } from "@/shared/format/days";
import { chooseLanguage, type Language } from "@/shared/texts/languages";

/** What a page is made of: scripts and styles it cannot do without, those it shows last, and its words in each language. */
interface Page {
  path: string;
  files: string[];
  later: string[];
  words: Record<Language, string[]>;
}

/** This build's files, put in by the bundling. */
declare const BUILT: { words: Record<Language, string>; pages: Page[] };

const PRODUCT = /^\/p\/([1-9]\d{0,14})$/;
const WAIT_MS = 20_000;

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    // Storage may be forbidden; the browser's language then decides, as it does in main.tsx.
    return null;
  }
}

/** The addresses whose answers the page will need first. */
export function firstAsked(
  path: string,
  search: Record<string, string>,
  today: string,
  lastSeen: string,
): string[] {
  const asked = ["/session", "/meta"].map((each) => addressOf(each));
  const [, id] = PRODUCT.exec(path) ?? [];
  // What was seen before is shown as it was, and asked for anew beside it.
  if (!id || lastSeen.includes(`[\\"product\\",${id}]`)) return asked;
  const { range = DEFAULT_RANGE, sku } = readProductSearch(search);
  const whole = range === "all" || sku !== undefined;
  const product = whole
    ? addressOf(`/products/${id}`)
    : addressOf(`/products/${id}/detail`, stretchOf(range, today, null));
  return [product, ...asked];
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

function begin(): void {
  const { pathname, search } = location;
  // In Telegram's frame the right to ask is kept by the page itself.
  if (pathname === "/mini" || window.top !== window) return;
  const said = Object.fromEntries(new URLSearchParams(search));
  const language = chooseLanguage(said.lang, kept("ventra.language"), navigator.languages);
  const page = BUILT.pages.find(({ path }) => new RegExp(path).test(pathname));
  for (const file of [BUILT.words[language], ...(page?.words[language] ?? []), ...(page?.files ?? [])])
    link(file, false);
  for (const file of page?.later ?? []) link(file, true);
  const today = dayOfInstant(new Date().toISOString());
  const headers = { Accept: "application/json", "Accept-Language": language };
  window.ventraEarly = new Map(
    firstAsked(pathname, said, today, kept(LAST_SEEN) ?? "").map((address) => [
      address,
      // Without an answer the page asks for itself.
      fetch(address, { headers, signal: AbortSignal.timeout(WAIT_MS) }).catch(() => null),
    ]),
  );
}

if (typeof BUILT !== "undefined") begin();

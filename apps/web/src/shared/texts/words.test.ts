/** Every key that the page names is there where it is named, and every key that is there is named. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Book } from "./books";

const SOURCE = fileURLToPath(new URL("../../", import.meta.url));
/** A feature's words lie in the book of its name, but for these. */
const BOOK_OF: Record<string, Book | null> = {
  accounts: "people",
  browse: "home",
  rivals: "niches",
  start: "people",
  watchlist: "watch",
};
/** A part that several pages show, or a folder of such parts, has a book that comes with it. */
const BOOK_OF_PART: Record<string, Book> = {
  "shared/exports": "exports",
  "shared/ui/FollowedShop.tsx": "following",
  "shared/ui/ViewsPanel.tsx": "views",
};
/** Further books that come with some of a feature's pages or parts. */
const FURTHER: Record<string, Book[]> = {
  accounts: ["carried"],
  accuracy: ["ownfit"],
  alerts: ["ruled", "rules", "brought"],
  home: ["following", "ownsums"],
  outlook: ["accuracy", "rising"],
  own: ["ownsums", "reorder"],
};
/** Looked up by what the api says: `tests/core/test_words_told.py` knows which these are. */
const TOLD = /^event\./;

const DICTIONARIES = import.meta.glob<Record<string, unknown>>("./**/uz.json", {
  eager: true,
  import: "default",
});
const bookOf = (path: string) => path.split("/").at(-2) ?? "";
const main = Object.keys(DICTIONARIES["./uz.json"] ?? {});
const books = new Map(
  Object.entries(DICTIONARIES).map(([path, words]) => [bookOf(path), Object.keys(words)] as const),
);

interface Source {
  path: string;
  /** What is written between quotes and has a dot in it. */
  literals: Set<string>;
  /** What stands before the first hole of a template. */
  beginnings: string[];
}

const sources: Source[] = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.endsWith("types.ts"))
  .map((path) => {
    const text = readFileSync(join(SOURCE, path), "utf8");
    const found = (pattern: RegExp) => [...text.matchAll(pattern)].map((hit) => hit[1] ?? "");
    return {
      path,
      literals: new Set(found(/["'`]([a-z_]+\.[\w.]+)["'`]/g)),
      beginnings: found(/`([a-z_]+\.[\w.]*)\$\{/g),
    };
  });

const names = (source: Source, key: string) =>
  source.literals.has(key) || source.beginnings.some((beginning) => key.startsWith(beginning));

/** The words that are there for a file: the main book's, and those of its feature's page. */
function within(path: string): Set<string> {
  const feature = /^features\/(\w+)\//.exec(path)?.[1];
  const book =
    feature === undefined
      ? (BOOK_OF_PART[path] ?? BOOK_OF_PART[dirname(path)] ?? null)
      : feature in BOOK_OF
        ? BOOK_OF[feature]
        : feature;
  const all = [...(book ? [book] : []), ...(FURTHER[feature ?? ""] ?? [])];
  return new Set([...main, ...all.flatMap((one) => books.get(one) ?? [])]);
}

test("what a file names is there when the file is", () => {
  const every = [...books.values()].flat();
  const missing = sources.flatMap((source) => {
    const there = within(source.path);
    return every
      .filter((key) => source.literals.has(key) && !there.has(key))
      .map((key) => `${source.path}: ${key}`);
  });
  expect(missing).toEqual([]);
});

test("what begins a key is the beginning of one that is there", () => {
  const missing = sources.flatMap((source) => {
    const there = [...within(source.path)];
    return source.beginnings
      .filter((beginning) => !there.some((key) => key.startsWith(beginning)))
      .map((beginning) => `${source.path}: ${beginning}`);
  });
  expect(missing).toEqual([]);
});

test("no key is there that nobody names", () => {
  const unused = [...books.values()]
    .flat()
    .filter((key) => !TOLD.test(key) && !sources.some((source) => names(source, key)));
  expect(unused).toEqual([]);
});

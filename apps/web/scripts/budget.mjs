// Fails the build when the JavaScript before the first view of any page weighs more than 150 KB (gzip).
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 150;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

function filesOf(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) filesOf(next, seen);
  return seen;
}

const sizeKb = (keys) =>
  [...keys].reduce(
    (sum, key) => sum + gzipSync(readFileSync(new URL(manifest[key].file, dist)), { level: 9 }).length,
    0,
  ) / 1024;

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const texts = Object.keys(manifest).filter((key) => /shared\/texts\/[\w-]+\.json$/.test(key));
const heaviest = (keys) => keys.sort((a, b) => sizeKb([b]) - sizeKb([a]))[0];
/** A feature's words lie in the book of its name, but for these, and some show parts with words of their own. */
const BOOKS_OF = {
  accounts: ["people"],
  gallery: ["gallery", "people"],
  outlook: ["rising"],
  rivals: ["niches"],
  start: ["people", "following"],
  watchlist: ["watch"],
};
const booksOf = (view) => {
  const feature = /features\/(\w+)\//.exec(view)?.[1];
  return (BOOKS_OF[feature] ?? [feature])
    .map((book) => heaviest(Object.keys(manifest).filter((key) => key.includes(`shared/texts/${book}/`))))
    .filter(Boolean);
};
const heaviestText = heaviest(texts);
const shelf = heaviest(Object.keys(manifest).filter((key) => key.includes("shared/shelf/")));
const first = readdirSync(new URL("assets", dist)).find((name) => /^begin-.*js$/.test(name));
const begin = gzipSync(readFileSync(new URL(`assets/${first}`, dist)), { level: 9 }).length / 1024;

const views = Object.keys(manifest).filter((key) => /features\/\w+\/\w+Page\.tsx$/.test(key));
let over = false;
for (const view of [entry, ...views.filter((key) => key !== entry)]) {
  const keys = filesOf(view, filesOf(entry));
  for (const words of [heaviestText, shelf]) if (words) filesOf(words, keys);
  for (const words of booksOf(view)) filesOf(words, keys);
  const kb = sizeKb(keys) + begin;
  over ||= kb > BUDGET_KB;
  console.log(`first view ${view}: ${kb.toFixed(1)} KB gzip of ${BUDGET_KB}`);
}
if (over) {
  console.error(`JavaScript before the first view is above ${BUDGET_KB} KB (gzip)`);
  process.exit(1);
}

import { expect, test } from "vitest";
import { built, filesOf } from "./begin.mjs";

const LANGUAGES = ["uz", "uz-Cyrl", "ru", "en"];
const words = (book: string, ending = "json") =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      `${book}${language}.${ending}`,
      { file: `assets/${language}-${/(product|shelf)?.$/.exec(book)?.[1] ?? ""}1.js` },
    ]),
  );
const MANIFEST = {
  "index.html": { file: "assets/index.js", isEntry: true, imports: ["_base"], css: ["assets/index.css"] },
  _base: { file: "assets/base.js" },
  _price: { file: "assets/price.js", imports: ["_base"] },
  "P.tsx": { file: "assets/P.js", imports: ["index.html", "_price"], css: ["assets/P.css"] },
  "Chart.tsx": { file: "assets/Chart.js", imports: ["_base", "_price"] },
  ...words("src/shared/texts/"),
  ...words("src/shared/texts/product/"),
  ...words("src/shared/shelf/", "ts"),
};

test("a page's files are told without those that the page's own head asks for", () => {
  const { entry, pages, words } = built(MANIFEST, [
    { path: "^/p$", page: "P.tsx", books: ["product"], later: ["Chart.tsx"] },
  ]);
  expect(pages).toEqual([
    {
      path: "^/p$",
      files: ["/assets/P.js", "/assets/P.css", "/assets/price.js"],
      later: ["/assets/Chart.js"],
      words: LANGUAGES.map(() => ["product1"]),
    },
  ]);
  expect(entry).toBe("/assets/index.js");
  expect(words).toEqual(LANGUAGES.map(() => ["1", "shelf1"]));
});

test("a page that is not in the build ends it", () => {
  expect(() => filesOf(MANIFEST, "Gone.tsx")).toThrow("Gone.tsx");
});

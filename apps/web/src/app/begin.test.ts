import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Product } from "@/shared/api/shapes";
import { firstAsked, seenBefore } from "./begin";
import pages from "./pages.json";

const TODAY = "2026-01-28";
const ALWAYS = ["/api/v1/session", "/api/v1/meta"];
const asked = (path: string, search = {}, seen?: Product) => firstAsked(path, search, TODAY, seen);

test("a product's address asks for the product and the days that are drawn in one", () => {
  expect(asked("/p/7")).toEqual(["/api/v1/products/7/detail?from=2026-01-01&to=2026-01-28", ...ALWAYS]);
  expect(asked("/p/7", { range: "7" })[0]).toBe("/api/v1/products/7/detail?from=2026-01-22&to=2026-01-28");
  expect(asked("/p/7", { range: "nonsense" })[0]).toContain("from=2026-01-01");
});

test("all days, or a variant's, are asked for by the page itself", () => {
  expect(asked("/p/7", { range: "all" })[0]).toBe("/api/v1/products/7");
  expect(asked("/p/7", { sku: "71" })[0]).toBe("/api/v1/products/7");
});

test("what was seen on the last visit is not asked for twice", () => {
  const product = { product_id: 7, titles: { uz: "Choynak", ru: null } } as Product;
  const lastSeen = { queries: [{ queryHash: '["product",7]', state: { data: product } }] };
  expect(seenBefore("/p/7", lastSeen)).toBe(product);
  expect(asked("/p/7", {}, product)).toEqual(ALWAYS);
  expect(seenBefore("/p/77", lastSeen)).toBeUndefined();
  expect(seenBefore("/browse", lastSeen)).toBeUndefined();
  expect(seenBefore("/p/7", null)).toBeUndefined();
});

test.each(["/", "/p/0", "/p/x", "/p/7/more", "/watchlist", "/p/1234567890123456"])(
  "%s asks for nothing that it does not show",
  (path) => expect(asked(path)).toEqual(ALWAYS),
);

test("each page that is fetched ahead is fetched with the same words as by its route", () => {
  const folder = new URL("./routes/", import.meta.url);
  const routes = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
  for (const { page, books } of pages) {
    const at = `import("@/${page.replace(/^src\//, "").replace(/\.tsx$/, "")}")`;
    const said = books.length > 0 ? `${at}, ${books.map((book) => JSON.stringify(book)).join(", ")})` : at;
    expect(routes.some((route) => route.includes(said))).toBe(true);
  }
});

import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "@/shared/address";
import { addressOf } from "@/shared/api/client";
import { inTreeOrder } from "@/shared/categoryTree";
import { readBrowseSearch, toFilters } from "./search";

test("a view survives the way through its address", () => {
  const view = readBrowseSearch({ q: "choynak & чайник", category: "123", stock: "in", sort: "-price" });
  expect(readBrowseSearch(parseSearch(stringifySearch({ ...view })))).toEqual(view);
});

test("what the address should not hold is dropped instead of asked for", () => {
  expect(readBrowseSearch({ q: "   ", category: "-1", seller: "1e9", sort: "rm -rf", stock: "yes" })).toEqual(
    {},
  );
});

test("defaults leave the address empty, and the api is still told the order", () => {
  expect(stringifySearch({ ...readBrowseSearch({ sort: "-units_7" }) })).toBe("");
  expect(addressOf("/products", toFilters({}))).toBe("/api/v1/products?sort=-units_7");
});

test("words are searched for by meaning, unless an order is asked for", () => {
  expect(addressOf("/search", toFilters(readBrowseSearch({ q: "челак" })))).toBe(
    `/api/v1/search?q=${encodeURIComponent("челак")}`,
  );
  expect(toFilters(readBrowseSearch({ q: "челак", sort: "-units_7" })).sort).toBe("-units_7");
});

test("a search for digits stays text", () => {
  expect(readBrowseSearch(parseSearch("?q=007")).q).toBe("007");
});

test("categories come parents first, and an orphan is not lost", () => {
  const category = (category_id: number, parent_id: number | null, products: number) => ({
    category_id,
    parent_id,
    products,
    titles: { uz: null, ru: null },
    path: [],
    leaf: false,
  });
  const order = inTreeOrder([
    category(3, 2, 5),
    category(1, null, 5),
    category(2, 1, 5),
    category(9, 77, 2),
    category(4, 1, 8),
  ]);
  expect(order.map(({ category: { category_id }, depth }) => [category_id, depth])).toEqual([
    [1, 0],
    [4, 1],
    [2, 1],
    [3, 2],
    [9, 0],
  ]);
});

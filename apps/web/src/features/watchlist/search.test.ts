import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "@/shared/address";
import { addressOf } from "@/shared/api/client";
import { isFiltered, readLinksSearch, readWatchSearch, searchOf, toFilters, viewOf } from "./search";

test("a view of the watchlist survives the way through its address", () => {
  const view = readWatchSearch({
    q: "choynak & чайник",
    list: "12",
    tag: "2026",
    mark: "none",
    stock: "out",
    state: "gone",
    category: "7",
    seller: "8",
    from: "1000",
    to: "2000",
    sort: "-revenue_28",
    cols: "note,price",
  });
  expect(view.tag).toBe("2026");
  expect(readWatchSearch(parseSearch(stringifySearch({ ...view })))).toEqual(view);
  expect(isFiltered(view)).toBe(true);
});

test("what the address should not hold is dropped instead of asked for", () => {
  const view = readWatchSearch({ q: " ", list: "-1", tag: "", mark: "theirs", sort: "-units_7" });
  expect(view).toEqual({});
  expect(isFiltered(view)).toBe(false);
  expect(readLinksSearch({ list: "x" })).toEqual({});
  expect(readLinksSearch({ list: "3" })).toEqual({ list: 3 });
});

test("a lowest price above the highest is not asked for", () => {
  expect(readWatchSearch({ from: "2000", to: "1000" })).toEqual({ from: 2000 });
});

test("columns and order narrow nothing", () => {
  expect(isFiltered(readWatchSearch({ sort: "price", cols: "price" }))).toBe(false);
  expect(isFiltered({ lang: "en" } as object)).toBe(false);
  expect(isFiltered(readWatchSearch({ stock: "in" }))).toBe(true);
});

test("the same view is always the same words, its columns among them", () => {
  const view = viewOf(readWatchSearch({ sort: "price", q: "a b" }));
  expect(view).toBe("q=a+b&sort=price&cols=price,units_7,units_1,units_today,revenue_7,stock,seen");
  expect(viewOf(searchOf(view))).toBe(view);
  expect(viewOf(searchOf("sort=price&q=a+b&evil=1&list=x"))).toBe(view);
});

test("the api is told the order and every filter", () => {
  expect(addressOf("/watchlist", toFilters({}))).toBe("/api/v1/watchlist?sort=-units_7");
  expect(addressOf("/watchlist", toFilters({ list: 3, tag: "yoz", mark: "rival", q: " a " }))).toBe(
    "/api/v1/watchlist?q=a&list=3&tag=yoz&mark=rival&sort=-units_7",
  );
  expect(addressOf("/watchlist", toFilters({ stock: "out", state: "gone", category: 7, seller: 8 }))).toBe(
    "/api/v1/watchlist?category=7&seller=8&state=gone&in_stock=false&sort=-units_7",
  );
  expect(
    addressOf("/watchlist", toFilters({ stock: "in", from: 1, to: 2, sort: "note", cols: "price" })),
  ).toBe("/api/v1/watchlist?in_stock=true&price_min=1&price_max=2&sort=note");
});

import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "@/shared/address";
import { addressOf } from "@/shared/api/client";
import { isFiltered, readLinksSearch, readWatchSearch, toFilters } from "./search";

test("a view of the watchlist survives the way through its address", () => {
  const view = readWatchSearch({
    q: "choynak & чайник",
    list: "12",
    tag: "2026",
    mark: "none",
    sort: "price",
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

test("the api is told the order and every filter", () => {
  expect(addressOf("/watchlist", toFilters({}))).toBe("/api/v1/watchlist?sort=-units_7");
  expect(addressOf("/watchlist", toFilters({ list: 3, tag: "yoz", mark: "rival", q: " a " }))).toBe(
    "/api/v1/watchlist?q=a&list=3&tag=yoz&mark=rival&sort=-units_7",
  );
});

import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "@/shared/address";
import { addressOf } from "@/shared/api/client";
import { isFiltered, readRisingSearch, sortsOf, toFilters } from "./search";
import { offeredSorts, pressed } from "./sorts";

test("a view survives the way through its address", () => {
  const view = readRisingSearch({ kind: "sellers", category: "12", least: "5", sort: "-level" });
  expect(view).toEqual({ kind: "sellers", category: 12, least: 5, sort: "-level" });
  expect(readRisingSearch(parseSearch(stringifySearch({ ...view })))).toEqual(view);
});

test("what the address should not hold is dropped, and defaults leave it empty", () => {
  expect(readRisingSearch({ kind: "users", category: "-1", least: "0", sort: "price" })).toEqual({});
  expect(readRisingSearch({ kind: "products", sort: "rank", least: "9999999999" })).toEqual({});
});

test("an order is one that says something of the kind", () => {
  expect(sortsOf("products")).not.toContain("first_seen");
  expect(sortsOf("newcomers")).not.toContain("-growth");
  expect(sortsOf("newcomers")).not.toContain("-since");
  expect(readRisingSearch({ kind: "newcomers", sort: "-since" })).toEqual({ kind: "newcomers" });
});

test("a heading asks for the most first and then for the least, and what it asks stays to be chosen", () => {
  expect([pressed("level", "rank"), pressed("level", "-level"), pressed("level", "level")]).toEqual([
    "-level",
    "level",
    "-level",
  ]);
  expect([pressed("rank", "-level"), pressed("rank", "rank")]).toEqual(["rank", "-rank"]);
  expect(offeredSorts("products", "-growth_7")).toContain("-growth_7");
  expect(offeredSorts("products", "rank")).not.toContain("-growth_7");
});

test("the api is told the kind and the order, and filters only where they are set", () => {
  expect(addressOf("/rising", toFilters({}))).toBe("/api/v1/rising?kind=products&sort=rank");
  expect(addressOf("/rising", toFilters({ kind: "newcomers", least: 3 }))).toBe(
    "/api/v1/rising?kind=newcomers&min_units=3&sort=rank",
  );
  expect([isFiltered({ kind: "sellers", sort: "-level" }), isFiltered({ least: 1 })]).toEqual([false, true]);
});

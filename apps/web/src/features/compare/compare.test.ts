import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "@/shared/address";
import type { Category, CategorySales, DaySales, Estimate } from "@/shared/api/shapes";
import { dayNumber } from "@/shared/format/days";
import { formatterFor } from "@/shared/format/formatter";
import { categoriesCalled } from "@/shared/categories";
import {
  daysOfCategory,
  indexPieces,
  isThin,
  levelPieces,
  meanOf,
  scaleOf,
  soldPieces,
  spread,
} from "./lines";
import { comparedOf, moved, shapeOf, toIds } from "./chosen";
import { percentOn } from "./Readout";
import { categoryOf, readCompareSearch, type Measure } from "./search";

const amount = (point: number | null, wide = 0): Estimate => ({
  point,
  low: point === null ? null : point - wide,
  high: point === null ? null : point + wide,
  basis: point === null ? "no_data" : "inferred",
  days: 1,
  known_days: point === null ? 0 : 1,
  through: null,
});

const daysOf = (units: (number | null)[], last: DaySales["state"] = "final"): DaySales[] =>
  units.map((point, index) => ({
    day: `2026-11-0${index + 1}`,
    units: amount(point, 2),
    revenue: amount(point),
    state: index === units.length - 1 ? last : "final",
    looks: 3,
    marks: [],
  }));

test("a view survives the way through its address, which a person can read", () => {
  const view = readCompareSearch({ ids: "3,1,2", range: "90", what: "price", on: "1", day: "2026-11-03" });
  const address = stringifySearch({ ...view });
  expect(address).toContain("ids=3,1,2");
  expect(readCompareSearch(parseSearch(address))).toEqual(view);
});

test("what the address should not hold is dropped", () => {
  const raw = { ids: "1,x,-2,1, 4", range: "5", what: "all", on: "9", day: "2026-99-99" };
  expect(readCompareSearch(raw)).toEqual({ ids: "1,4" });
  expect(readCompareSearch({ range: "28", what: "units" })).toEqual({});
});

test("more than six are not compared, and it is known how many are left out", () => {
  expect(comparedOf({ ids: "1,2,3,4,5,6,7,8" })).toEqual({ ids: [1, 2, 3, 4, 5, 6], over: 2 });
  expect(comparedOf({})).toEqual({ ids: [], over: 0 });
  expect(toIds([])).toBeUndefined();
});

test("a category stands among the lines, and old addresses mean what they meant", () => {
  const view = readCompareSearch({ ids: "3,c12,c12,cx,c-1,12", on: "c12" });
  expect(view).toEqual({ ids: "3,c12,12", on: "c12" });
  expect(comparedOf(view).ids).toEqual([3, "c12", 12]);
  expect(readCompareSearch(parseSearch(stringifySearch({ ...view })))).toEqual(view);
  expect(categoryOf("c12")).toBe(12);
  expect(categoryOf(12)).toBeUndefined();
  expect(readCompareSearch({ ids: "3", on: "c3" })).toEqual({ ids: "3" });
});

test("lines are drawn in per cent where a category is among them, unless somebody chose", () => {
  const shape = (raw: Record<string, string>, measure: Measure = "units") => {
    const search = readCompareSearch(raw);
    return [search.as, shapeOf(search, comparedOf(search).ids, measure)];
  };
  expect(shape({ ids: "1,2" })).toEqual([undefined, "amount"]);
  expect(shape({ ids: "1,c2" })).toEqual([undefined, "index"]);
  expect(shape({ ids: "1,c2", as: "index" })).toEqual([undefined, "index"]);
  expect(shape({ ids: "1,c2", as: "amount" })).toEqual(["amount", "amount"]);
  expect(shape({ ids: "1,2", as: "index" })).toEqual(["index", "index"]);
  expect(shape({ ids: "1,2", as: "logarithm" })).toEqual([undefined, "amount"]);
  // A price is a level: it stays what it is.
  expect(shape({ ids: "1,c2" }, "price")).toEqual([undefined, "amount"]);
});

test("a product moves by one place and stops at the ends", () => {
  expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3]);
  expect(moved([1, 2, 3], 2, -1)).toEqual([1, 3, 2]);
  expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
  expect(moved([1, 2, 3], 2, 1)).toEqual([1, 2, 3]);
});

test("a line breaks where nothing is known, and a day without sales does not break it", () => {
  const pieces = soldPieces(daysOf([3, 0, null, 5]), "units");
  expect(pieces.map((piece) => piece.map(({ value }) => value))).toEqual([[3, 0], [5]]);
  expect(pieces[1]?.[0]).toEqual({ at: dayNumber("2026-11-04") + 0.5, value: 5, low: 3, high: 7 });
});

test("a day that is not over is no fall", () => {
  expect(soldPieces(daysOf([30, 31, 4], "open"), "units")).toHaveLength(1);
  expect(soldPieces(daysOf([30, 31, 4], "open"), "units")[0]).toHaveLength(2);
});

test("100 % is a line's own mean over the days it shows, and its interval goes with it", () => {
  const pieces = soldPieces(daysOf([2, null, 4, 6]), "units");
  expect(meanOf(pieces)).toBe(4);
  expect(indexPieces(pieces).map((piece) => piece.map(({ value }) => value))).toEqual([[50], [100, 150]]);
  expect(indexPieces(pieces)[1]?.[0]).toMatchObject({ low: 50, high: 150 });
  expect(indexPieces(soldPieces(daysOf([0, 0]), "units"))).toEqual([]);
  expect(indexPieces([])).toEqual([]);
});

const summed = (known: number[]): CategorySales => ({
  category_id: 12,
  from: "2026-11-01",
  to: "2026-11-09",
  first_day: "2026-11-01",
  products: 10,
  least_known: 8,
  days: daysOf(known.map((count) => (count ? count * 3 : null))).map(
    ({ day, units, revenue, state }, at) => ({
      day,
      units,
      revenue,
      state,
      units_known: known[at] ?? 0,
      revenue_known: 0,
    }),
  ),
});

test("a category's line breaks where so few goods are known that the sum would look like a fall", () => {
  const days = daysOfCategory(summed([10, 8, 7, 0, 9]));
  expect(days.map((day) => isThin(day, "units"))).toEqual([false, false, true, true, false]);
  const pieces = soldPieces(days, "units");
  expect(pieces.map((piece) => piece.map(({ value }) => value))).toEqual([[30, 24], [27]]);
  expect(days[2]?.units.point).toBe(21);
  expect(soldPieces(days, "revenue")).toEqual([]);
});

test("categories are found by their words in either script, those with more goods first", () => {
  const category = (id: number, uz: string, products: number): Category => ({
    category_id: id,
    parent_id: null,
    titles: { uz, ru: null },
    path: [id],
    leaf: true,
    products,
  });
  const all = [category(1, "Choynaklar", 4), category(2, "Choy", 9), category(3, "Choysiz", 0)];
  expect(categoriesCalled("чой", all).map(({ category_id: id }) => id)).toEqual([2, 1]);
  expect(categoriesCalled("choynak", all).map(({ category_id: id }) => id)).toEqual([1]);
  expect(categoriesCalled(" ", all)).toEqual([]);
});

test("a day drawn in per cent is read out so, and not where the line is broken", () => {
  const format = formatterFor("en", () => "");
  const pieces = indexPieces(soldPieces(daysOf([2, null, 4]), "units"));
  expect(percentOn(pieces, "2026-11-01", format)).toBe("67\u00a0%");
  expect(percentOn(pieces, "2026-11-02", format)).toBeNull();
  expect(percentOn(undefined, "2026-11-01", format)).toBeNull();
});

test("a price is a level from its first look to its last", () => {
  const steps = [
    { from: 1, to: 2, value: 100 },
    { from: 2.1, to: 3, value: 90 },
    { from: 6, to: 7, value: 90 },
  ];
  expect(levelPieces(steps).map((piece) => piece.map(({ at, value }) => [at, value]))).toEqual([
    [
      [1, 100],
      [2, 100],
      [2.1, 90],
      [3, 90],
    ],
    [
      [6, 90],
      [7, 90],
    ],
  ]);
});

test("the scale holds every line, and the interval of the one that shows it", () => {
  const pieces = soldPieces(daysOf([10, 20]), "units");
  const [, plain] = scaleOf("units", [{ pieces, banded: false }]);
  const [low, wide] = scaleOf("units", [{ pieces, banded: true }]);
  expect(low).toBe(0);
  expect(plain).toBeGreaterThanOrEqual(20);
  expect(wide).toBeGreaterThanOrEqual(22);
  for (const measure of ["units", "revenue", "price", "stock"] as const) {
    const [bottom, top] = scaleOf(measure, []);
    expect(Number.isFinite(bottom) && top > bottom).toBe(true);
  }
  const [from, to] = scaleOf("price", [
    { pieces: levelPieces([{ from: 1, to: 2, value: 500 }]), banded: false },
  ]);
  expect(from).toBeLessThan(500);
  expect(to).toBeGreaterThan(500);
});

test("labels keep apart, keep their order, and stay inside", () => {
  const places = spread([50, 52, 51, 5, 98], 12, 0, 100);
  const sorted = [...places].sort((a, b) => a - b);
  for (let at = 1; at < sorted.length; at++)
    expect((sorted[at] ?? 0) - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(12 - 1e-9);
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...places)).toBeLessThanOrEqual(100);
  expect((places[0] ?? 0) < (places[2] ?? 0) && (places[2] ?? 0) < (places[1] ?? 0)).toBe(true);
  expect(spread([10, 90], 12, 0, 100)).toEqual([10, 90]);
});

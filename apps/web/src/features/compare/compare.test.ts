import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "@/shared/address";
import type { DaySales, Estimate } from "@/shared/api/shapes";
import { dayNumber } from "@/shared/format/days";
import { levelPieces, scaleOf, soldPieces, spread } from "./lines";
import { comparedOf, moved, readCompareSearch, toIds } from "./search";

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

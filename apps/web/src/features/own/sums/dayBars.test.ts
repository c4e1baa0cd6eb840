import { expect, test } from "vitest";
import type { OwnDays } from "@/shared/api/shapes";
import { barsOf, scaleOf } from "./dayBars";

const sums = {
  first: "2026-11-01",
  last: "2026-11-03",
  days: [
    { day: "2026-11-01", units: 0, revenue_uzs: 0, profit_uzs: -4_100 },
    { day: "2026-11-03", units: 4, revenue_uzs: 83_000, profit_uzs: null },
  ],
} as OwnDays;

test("a day that was not read is a gap, and a day without orders a zero", () => {
  expect(barsOf(sums, "units").map(({ value }) => value)).toEqual([0, null, 4]);
  expect(barsOf(sums, "profit").map(({ value }) => value)).toEqual([-4_100, null, null]);
});

test("the scale is round and holds zero, also below it", () => {
  expect(scaleOf(barsOf(sums, "revenue"))).toEqual([0, 100_000]);
  expect(scaleOf(barsOf(sums, "profit"))).toEqual([-5_000, 0]);
});

import { expect, test } from "vitest";
import type { DaySales, Estimate, Sales } from "@/shared/api/shapes";
import { lane, linesOf, listSteps, priceSteps, roundUp, stockSteps } from "@/shared/chart/steps";
import { ticksOf } from "@/shared/chart/ticks";
import { dayNumber, dayOfNumber } from "@/shared/format/days";
import { salesOf as salesOfVariant } from "./ofVariant";
import { selectedIndex } from "./selected";
import { sceneOf, scalesOf } from "./scene";
import { readProductSearch } from "./search";
import { gapsOf, toDays } from "./series";

const amount = (point: number | null): Estimate => ({
  point,
  low: point,
  high: point,
  basis: point === null ? "no_data" : "measured",
  days: 1,
  known_days: point === null ? 0 : 1,
  through: null,
});

function salesOf(units: (number | null)[], spans: Sales["spans"] = []): Sales {
  const days: DaySales[] = units.map((point, index) => ({
    day: `2026-11-${String(index + 1).padStart(2, "0")}`,
    units: amount(point),
    revenue: amount(point),
    state: point === null ? "no_data" : "final",
    looks: point === null ? 0 : 24,
    marks: [],
  }));
  return { product_id: 1, from: "2026-11-01", to: "2026-11-09", window: 1, days, spans };
}

const FIRST = dayNumber("2026-11-01");

test("days nobody looked at form gaps, and a day without sales is none", () => {
  const days = toDays(salesOf([3, 0, null, null, 5, null]));
  expect(gapsOf(days)).toEqual([
    { from: FIRST + 2, to: FIRST + 4, looked: false },
    { from: FIRST + 5, to: FIRST + 6, looked: false },
  ]);
});

test("a day that was looked at but is not worked out is not called unlooked", () => {
  const prices = [{ from: FIRST + 1, to: FIRST + 1.5, value: 100 }];
  const days = toDays(salesOf([null, null]), { prices });
  expect(gapsOf(days)).toEqual([
    { from: FIRST, to: FIRST + 1, looked: false },
    { from: FIRST + 1, to: FIRST + 2, looked: true },
  ]);
});

test("a line breaks where a whole day passed without a look, and only there", () => {
  const step = (from: string, to: string, price_uzs: number | null) => ({
    from,
    to,
    price_uzs,
    list_price_uzs: null,
    looks: 3,
  });
  const steps = priceSteps([
    step("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", 100),
    step("2026-11-02T23:00:00Z", "2026-11-03T01:00:00Z", 90),
    step("2026-11-05T01:00:00Z", "2026-11-06T01:00:00Z", 90),
  ]);
  expect(linesOf(steps).map((line) => line.map((level) => level.value))).toEqual([[100, 90], [90]]);
});

test("a price that was not seen breaks the line and is not drawn as zero", () => {
  const steps = [1, null, 2].map((value, index) => ({ from: index, to: index + 1, value }));
  expect(linesOf(steps).map((line) => line.map((level) => level.value))).toEqual([[1], [2]]);
});

test("a day shows the last price seen in it, and none when nothing was seen", () => {
  const steps = priceSteps([
    {
      from: "2026-11-01T00:00:00Z",
      to: "2026-11-01T05:00:00Z",
      price_uzs: 100,
      list_price_uzs: null,
      looks: 2,
    },
    {
      from: "2026-11-01T10:00:00Z",
      to: "2026-11-01T12:00:00Z",
      price_uzs: 80,
      list_price_uzs: null,
      looks: 2,
    },
  ]);
  expect(toDays(salesOf([1, 1]), { prices: steps }).map((day) => day.price)).toEqual([80, null]);
});

test("an outage's total stands over its unlooked days and is given to none of them", () => {
  const span = { seen_from: "2026-11-02T10:00:00Z", seen_to: "2026-11-04T10:00:00Z", units: amount(96) };
  const days = toDays(salesOf([4, 5, null, 6], [span]));
  expect(days.map((day) => [day.units.point, day.span?.units.point ?? null])).toEqual([
    [4, null],
    [5, null],
    [null, 96],
    [6, null],
  ]);
});

test("a lane keeps its values inside its part of the height", () => {
  const [min, max] = lane({ low: 20_000, high: 25_000 }, 0.27, 0.39);
  expect((20_000 - min) / (max - min)).toBeCloseTo(0.27);
  expect((25_000 - min) / (max - min)).toBeCloseTo(0.39);
});

test("scales are finite with nothing known, with zero stock and with one flat price", () => {
  const flat = { from: FIRST, to: FIRST + 1, value: 500 };
  const scenes = [
    sceneOf(toDays(salesOf([null, null])), []),
    sceneOf(toDays(salesOf([0]), { prices: [flat] }), [], {
      prices: [flat],
      stocks: stockSteps([{ from: "2026-11-01T00:00:00Z", to: "2026-11-01T05:00:00Z", stock: 0, looks: 1 }]),
    }),
  ];
  for (const scene of scenes) {
    for (const [min, max] of Object.values(scalesOf(scene))) {
      expect(Number.isFinite(min) && Number.isFinite(max) && max > min).toBe(true);
    }
  }
});

test("round ends lie at or above the value, and not far above", () => {
  for (const value of [1, 7, 56, 99, 100, 1234, 87_000]) {
    expect(roundUp(value)).toBeGreaterThanOrEqual(value);
    expect(roundUp(value)).toBeLessThanOrEqual(value * 1.5);
  }
});

test("labels fit the width they have", () => {
  const each = salesOf(Array.from({ length: 60 }, () => 1));
  const days = each.days.map((day, index) => ({ ...day, day: dayOfNumber(FIRST + index) }));
  const sixty = toDays({ ...each, days });
  expect(ticksOf(sixty, 240).length).toBeLessThanOrEqual(4);
  expect(ticksOf(sixty, 900).length).toBeGreaterThan(6);
});

test("the last closed known day is read out first, and a day in the address before it", () => {
  const days = toDays(salesOf([3, 4, null])).map((day, index) =>
    index === 1 ? { ...day, state: "open" as const } : day,
  );
  expect(selectedIndex(days, undefined)).toBe(0);
  expect(selectedIndex(days, "2026-11-03")).toBe(2);
  expect(selectedIndex(days, "1999-01-01")).toBe(0);
});

test("the dotted line is there only while a struck price stands above what is asked", () => {
  const step = (hour: string, price_uzs: number | null, list_price_uzs: number | null) => ({
    from: `2026-11-01T${hour}:00:00Z`,
    to: `2026-11-01T${hour}:30:00Z`,
    price_uzs,
    list_price_uzs,
    looks: 1,
  });
  const lists = listSteps([
    step("01", 80, 100),
    step("02", 100, 100),
    step("03", 90, null),
    step("04", null, 100),
  ]);
  expect(lists.map((each) => each.value)).toEqual([100, null, null, null]);
  expect(sceneOf(toDays(salesOf([1]), { lists }), [], { lists }).price).toEqual({ low: 100, high: 100 });
});

test("the bars show revenue where it is asked for, and where only units are known there is a gap", () => {
  const sales = salesOf([3, 4]);
  const [first, second] = sales.days as [DaySales, DaySales];
  const days = toDays(
    {
      ...sales,
      days: [
        { ...first, revenue: amount(90_000) },
        { ...second, revenue: amount(null) },
      ],
    },
    {},
    "revenue",
  );
  expect(days.map((day) => day.drawn.point)).toEqual([90_000, null]);
  expect(gapsOf(days)).toEqual([{ from: FIRST + 1, to: FIRST + 2, looked: true }]);
  expect(sceneOf(days, []).bars.high).toBeGreaterThanOrEqual(90_000);
});

test("of a variant there are its own days, and nothing where nothing is known of it", () => {
  const span = { seen_from: "2026-11-01T10:00:00Z", seen_to: "2026-11-02T10:00:00Z", units: amount(96) };
  const sales: Sales = {
    ...salesOf([3, 4], [span]),
    variants: [{ sku_id: 7, days: [{ day: "2026-11-02", units: amount(1), revenue: amount(10) }] }],
  };
  const of = salesOfVariant(sales, 7);
  expect(of.days.map((day) => [day.units.point, day.units.basis, day.revenue.point])).toEqual([
    [null, "no_data", null],
    [1, "measured", 10],
  ]);
  expect(of.spans).toEqual([]);
  expect(salesOfVariant(sales, 8).days.every((day) => day.units.point === null)).toBe(true);
});

test("an address with a day that does not exist opens nothing", () => {
  expect(readProductSearch({ range: "9", what: "?", sku: "-1", day: "2026-99-99", why: "open" })).toEqual({});
  expect(readProductSearch({ what: "revenue", sku: "17" })).toEqual({ what: "revenue", sku: 17 });
  expect(readProductSearch({ range: "7", day: "2026-11-03", why: "open" })).toEqual({
    range: "7",
    day: "2026-11-03",
    why: "open",
  });
});

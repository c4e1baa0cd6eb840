import { expect, test } from "vitest";
import type { DaySales, EventGroup, Sales } from "@/shared/api/shapes";
import en from "@/shared/texts/product/en.json";
import { toDays } from "./series";
import { kindsShown, likelihoodOf, OUTLINES, shapeOf, signOf } from "./sign";

const row = (day: string, kind: EventGroup["kind"], small = false): EventGroup => ({
  day,
  from: `${day}T05:00:00Z`,
  to: `${day}T08:00:00Z`,
  kind,
  events: 3,
  pieces: 4,
  probability: 0.9,
  small,
  sku_ids: [null],
  only: null,
});
const of = (...kinds: EventGroup["kind"][]) => kinds.map((kind) => ({ kind }));

const nothing = { point: null, low: null, high: null, basis: "no_data", days: 1, known_days: 0 } as const;
const dayOf = (day: string, marks: DaySales["marks"]): DaySales => ({
  day,
  units: nothing,
  revenue: nothing,
  state: "no_data",
  looks: 0,
  marks,
});

test("a day bears the mark of what to know first", () => {
  expect(signOf(of("restock", "burst", "return"), [])?.kind).toBe("burst");
  expect(signOf(of("return", "restock"), [])?.kind).toBe("restock");
  expect(signOf(of("restock"), ["out_of_stock"])?.kind).toBe("sold_out");
  expect(signOf([], [])).toBeNull();
});

test("events stand under the day in which they begin, and days without any bear no mark", () => {
  const days = ["2026-11-01", "2026-11-02", "2026-11-03"].map((day) => dayOf(day, []));
  const sales: Sales = { product_id: 1, from: "2026-11-01", to: "2026-11-03", window: 1, days, spans: [] };
  const found = toDays(sales, { events: [row("2026-11-02", "write_off")] });
  expect(found.map((day) => day.sign?.kind)).toEqual([undefined, "write_off", undefined]);
});

test("small events mark a day only while it is chosen, and never stand before what matters", () => {
  const days = ["2026-11-01", "2026-11-02", "2026-11-03"].map((day) => dayOf(day, []));
  const sales: Sales = { product_id: 1, from: "2026-11-01", to: "2026-11-03", window: 1, days, spans: [] };
  const found = toDays(sales, {
    events: [
      row("2026-11-03", "restock", true),
      row("2026-11-03", "return"),
      row("2026-11-02", "return", true),
      row("2026-11-02", "restock", true),
    ],
  });
  expect(found.map((day) => day.sign?.kind)).toEqual([undefined, undefined, "return"]);
  expect(found.map((day) => day.quiet?.kind)).toEqual([undefined, "restock", undefined]);
  expect(found.map((day) => day.happened.length)).toEqual([0, 2, 2]);
});

test("the legend names each kind shown once, in one order", () => {
  const signs = [signOf(of("return"), []), null, signOf(of("burst"), []), signOf(of("return"), [])];
  expect(kindsShown(signs)).toEqual(["burst", "return"]);
});

test("ways in which things move differ by shape and not by colour alone", () => {
  expect(
    new Set((["restock", "write_off", "sold_out", "burst", "set_by_hand"] as const).map(shapeOf)).size,
  ).toBe(5);
  for (const outline of Object.values(OUTLINES)) expect(outline.length).toBeGreaterThan(2);
});

test("a probability is told in words that do not promise more than it says", () => {
  expect([0.95, 0.9, 0.89, 0.7, 0.69, 0.4].map(likelihoodOf)).toEqual([
    "very_likely",
    "very_likely",
    "likely",
    "likely",
    "perhaps",
    "perhaps",
  ]);
});

test("every kind has its words", () => {
  const book: Record<string, unknown> = en;
  for (const kind of ["restock", "gone", "counter_corrected"] as const)
    expect(book[`event_kind.${kind}`]).toBeTruthy();
});

import { expect, test } from "vitest";
import type { DaySales, ProductEvent, Sales } from "@/shared/api/shapes";
import en from "@/shared/texts/en.json";
import { toDays } from "./series";
import { kindsShown, likelihoodOf, OUTLINES, shapeOf, signOf } from "./sign";

const event = (day: string, kind: ProductEvent["kind"]): ProductEvent => ({
  day,
  from: `${day}T05:00:00Z`,
  to: `${day}T08:00:00Z`,
  sku_id: null,
  kind,
  pieces: 1,
  probability: 0.9,
  reason: "large_rise",
  note_key: "event.large_rise",
});

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
  expect(signOf(["restock", "burst", "return"], [])?.kind).toBe("burst");
  expect(signOf(["return", "restock"], [])?.kind).toBe("restock");
  expect(signOf(["restock"], ["out_of_stock"])?.kind).toBe("sold_out");
  expect(signOf([], [])).toBeNull();
});

test("events stand under the day in which they begin, and days without any bear no mark", () => {
  const days = ["2026-11-01", "2026-11-02", "2026-11-03"].map((day) => dayOf(day, []));
  const sales: Sales = { product_id: 1, from: "2026-11-01", to: "2026-11-03", window: 1, days, spans: [] };
  const found = toDays(sales, [], [], [event("2026-11-02", "write_off")]);
  expect(found.map((day) => day.sign?.kind)).toEqual([undefined, "write_off", undefined]);
});

test("the legend names each kind shown once, in one order", () => {
  const signs = [signOf(["return"], []), null, signOf(["burst"], []), signOf(["return"], [])];
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

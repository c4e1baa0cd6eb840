import { expect, test } from "vitest";
import { numberOf, termsOf, written } from "./terms";

const TERMS = {
  lead_days: 14,
  lead_spread_days: 4.5,
  service_level: 0.95,
  review_days: 7,
  least_pieces: 0,
  pack_pieces: 1,
  cost_uzs: null,
  cash_uzs: null,
  on_order: {},
};

test("terms come back as they were written", () => {
  expect(termsOf(written(TERMS), {})).toEqual({ terms: TERMS, faults: null });
  const priced = { ...TERMS, service_level: 0.999, cost_uzs: 25_000, cash_uzs: 1_000_000 };
  expect(termsOf(written(priced), { 11: "40", 12: "" }).terms).toEqual({ ...priced, on_order: { 11: 40 } });
});

test("numbers are read as people write them", () => {
  expect(numberOf("1 250 000")).toBe(1_250_000);
  expect(numberOf("2,5")).toBe(2.5);
  expect([numberOf(""), numberOf("-3"), numberOf("5 kun")]).toEqual([NaN, NaN, NaN]);
});

test("what cannot be is named, each at its field", () => {
  const wrong = written({
    ...TERMS,
    lead_days: 400,
    lead_spread_days: 3,
    least_pieces: 1.5,
    cash_uzs: 5_000,
  });
  expect(termsOf(wrong, { 11: "x" }).faults).toEqual({
    lead_days: "number",
    least_pieces: "number",
    cost_uzs: "cost",
    "coming:11": "number",
  });
  expect(termsOf({ ...written(TERMS), lead_spread_days: "15" }, {}).faults).toEqual({
    lead_spread_days: "spread",
  });
  expect(termsOf({ ...written(TERMS), service_level: "" }, {}).faults).toEqual({ service_level: "number" });
});

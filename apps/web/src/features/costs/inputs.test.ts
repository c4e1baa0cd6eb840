import { expect, test } from "vitest";
import { readCalculatorSearch } from "./search";
import { EMPTY, fromBody, movedTo, readInputs, toBody, writeInputs, type Inputs } from "./inputs";
import { USUAL } from "./fields";

const HOME: Inputs = {
  choices: { ...USUAL, tax: "vat", payout: "weekly" },
  amounts: {
    price: { likely: 150000 },
    units_a_day: { likely: 5, low: 3.5, high: 8 },
    quantity: { likely: 100 },
    purchase: { likely: 80000 },
    litres: { likely: 2 },
  },
  category: 17,
};
const ABROAD: Inputs = {
  ...HOME,
  choices: { ...HOME.choices, from: "abroad", way: "air", currency: "cny" },
  amounts: { ...HOME.amounts, "abroad.price": { likely: 26.5 }, "abroad.weight_kg": { likely: 0.35 } },
};

test.each([EMPTY, HOME, ABROAD])("an address holds all that is put in", (inputs) => {
  expect(readInputs(writeInputs(inputs))).toEqual(inputs);
});

test("an address reads as a person writes it", () => {
  expect(writeInputs(HOME)).toBe(
    "payout:weekly,tax:vat,category:17,price:150000,units_a_day:3.5-5-8,quantity:100,litres:2,purchase:80000",
  );
});

test("of what cannot be, nothing is taken", () => {
  const read = readInputs(
    "price:-5,quantity:NaN,units_a_day:8-5-3,tax:none,litres:1e9,speed:7,purchase:5-6,__proto__:1",
  );
  expect(read).toEqual({ choices: USUAL, amounts: {} });
  expect(readCalculatorSearch({ in: "x".repeat(2000), product: "-1", with: "1,x" })).toEqual({});
});

test("nothing is asked before there is a price and what a unit costs", () => {
  expect(toBody(EMPTY)).toBeNull();
  expect(toBody({ ...HOME, amounts: { ...HOME.amounts, purchase: undefined } })).toBeNull();
  expect(toBody({ ...ABROAD, amounts: { ...ABROAD.amounts, "abroad.weight_kg": undefined } })).toBeNull();
});

test("goods from abroad are asked with their volume, and without what they would cost at home", () => {
  const body = toBody(ABROAD);
  expect(body?.purchase).toBeUndefined();
  expect(body?.abroad).toEqual({
    way: "air",
    currency: "cny",
    price: { likely: 26.5 },
    weight_kg: { likely: 0.35 },
    volume_m3: { likely: 0.002 },
  });
  expect(toBody(HOME)).not.toHaveProperty("abroad");
});

test.each([HOME, ABROAD])("a scenario comes back as it was kept", (inputs) => {
  const body = toBody(inputs);
  expect(body && toBody(fromBody(body))).toEqual(body);
});

test("a likely value that leaves its range takes the range along", () => {
  expect(movedTo({ likely: 5, low: 4, high: 6 }, 7)).toEqual({ likely: 7, low: 4, high: 7 });
  expect(movedTo({ likely: 5 }, 7)).toEqual({ likely: 7 });
});

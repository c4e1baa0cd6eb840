import { expect, test } from "vitest";
import { begun, laidOver } from "@/features/costs/inputs";
import { readCalculatorSearch } from "@/features/costs/search";
import { USUAL } from "@/features/costs/fields";
import type { LandedCost, SupplierOffer } from "@/shared/api/shapes";
import { over } from "./over";

const OFFER = { price: "3.25", currency: "USD" } as SupplierOffer;
const cost = (way: string, point: number | null) =>
  ({ way, total: { point, low: point && point - 900, high: point && point + 4_000 } }) as LandedCost;
const START = {
  price: { likely: 150_000 },
  units_a_day: { likely: 3, low: 2, high: 4 },
  quantity: { likely: 90 },
  category_id: 5,
} as Parameters<typeof begun>[0];

test("the cost here by the cheapest way is the purchase, beside the product's price and category", () => {
  const inputs = over(OFFER, 600, [cost("air", 91_000), cost("road", 74_300), cost("rail", null)]);
  expect(inputs).toBe("purchase:73400-74300-78300");
  expect(readCalculatorSearch({ product: "7", over: inputs })).toEqual({ product: 7, over: inputs });
  const filled = laidOver(begun(START), inputs ?? "");
  expect(filled.category).toBe(5);
  expect(filled.amounts).toMatchObject({
    price: { likely: 150_000 },
    purchase: { low: 73_400, likely: 74_300, high: 78_300 },
    quantity: { likely: 90 },
  });
});

test("before its weight is known an offer is goods from abroad, and a price list's soʻm are the purchase", () => {
  const filled = laidOver(begun(START), over(OFFER, null, [cost("road", null)]) ?? "");
  expect(filled.choices).toEqual({ ...USUAL, from: "abroad" });
  expect(filled.amounts["abroad.price"]).toEqual({ likely: 3.25 });
  expect(filled.amounts["abroad.weight_kg"]).toBeUndefined();
  expect(over({ ...OFFER, currency: "CNY" }, 600, [])).toContain(
    "currency:cny,abroad.price:3.25,abroad.weight_kg:0.6",
  );
  expect(over({ ...OFFER, price: "45000", currency: "UZS" }, null, [])).toBe("purchase:45000");
  expect(over({ ...OFFER, currency: "TRY" }, 600, [])).toBeNull();
});

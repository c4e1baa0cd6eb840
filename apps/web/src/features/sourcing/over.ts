/** What is known of an offer, as the calculator's inputs: its cost here as purchase, else what it costs abroad. */
import { CHOICES, USUAL } from "@/features/costs/fields";
import { writeInputs, type Amount, type Inputs } from "@/features/costs/inputs";
import type { LandedCost, SupplierOffer } from "@/shared/api/shapes";

/** The address's inputs; null where the calculator knows no such currency. */
export function over(
  offer: SupplierOffer,
  grams: number | null,
  landed: readonly LandedCost[],
): string | null {
  const cost = cheapest(landed);
  if (cost) return purchase(cost);
  if (offer.currency === "UZS") return purchase({ likely: Number(offer.price) });
  const currency = CHOICES.currency.find((each) => each === offer.currency.toLowerCase());
  if (!currency) return null;
  const choices: Inputs["choices"] = { ...USUAL, from: "abroad", currency };
  return writeInputs({
    choices,
    amounts: {
      "abroad.price": { likely: Number(offer.price) },
      ...(grams !== null && { "abroad.weight_kg": { likely: grams / 1000 } }),
    },
  });
}

const purchase = (amount: Amount) => writeInputs({ choices: USUAL, amounts: { purchase: amount } });

/** By the way of freight that costs least, as the margin is reckoned. */
function cheapest(landed: readonly LandedCost[]): Amount | null {
  let least: Amount | null = null;
  for (const { total } of landed) {
    if (total.point === null || (least && least.likely <= total.point)) continue;
    least = { likely: total.point, low: total.low, high: total.high };
  }
  return least;
}

/** What is worked out stands in the address: inputs as they are written, the product they began with, scenarios laid beside. */
import { readId } from "@/shared/address";

export interface CalculatorSearch {
  /** Inputs: `price:150000,units_a_day:3-5-8,tax:vat`; a range is its low, likely and high. */
  in?: string;
  product?: number;
  /** Inputs laid over what is known of the product, until somebody changes any. */
  over?: string;
  /** Numbers of scenarios to compare with. */
  with?: string;
}

const LONGEST = 1500;

export function readCalculatorSearch(raw: Record<string, unknown>): CalculatorSearch {
  const search: CalculatorSearch = {};
  if (typeof raw.in === "string" && raw.in !== "" && raw.in.length <= LONGEST) search.in = raw.in;
  if (typeof raw.over === "string" && raw.over !== "" && raw.over.length <= LONGEST) search.over = raw.over;
  const product = readId(raw.product);
  if (product) search.product = product;
  if (typeof raw.with === "string" && /^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,2}$/.test(raw.with))
    search.with = raw.with;
  return search;
}

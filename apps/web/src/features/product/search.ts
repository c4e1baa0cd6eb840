/** Which days are shown, of which variant and measure, which day is read out, and whether its "why" is open: all in the address. */
import { readId } from "@/shared/address";

export const RANGES = ["7", "28", "90", "all"] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = "28";

export const MEASURES = ["units", "revenue"] as const;
export type Measure = (typeof MEASURES)[number];
export const DEFAULT_MEASURE: Measure = "units";

export interface ProductSearch {
  range?: Range;
  what?: Measure;
  sku?: number;
  day?: string;
  /** Whose reasons are open: the day's, or those of so many closed days. */
  why?: "open" | "7" | "28";
  /** The reader's own weights of the score's parts, as the score reads them. */
  weights?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readProductSearch(raw: Record<string, unknown>): ProductSearch {
  const search: ProductSearch = {};
  const range = RANGES.find((each) => each === raw.range);
  if (range && range !== DEFAULT_RANGE) search.range = range;
  const what = MEASURES.find((each) => each === raw.what);
  if (what && what !== DEFAULT_MEASURE) search.what = what;
  const sku = readId(raw.sku);
  if (sku) search.sku = sku;
  if (typeof raw.day === "string" && DAY.test(raw.day) && !Number.isNaN(Date.parse(raw.day)))
    search.day = raw.day;
  if (raw.why === "open" && search.day) search.why = "open";
  if (raw.why === "7" || raw.why === "28") search.why = raw.why;
  if (typeof raw.weights === "string" && raw.weights !== "" && raw.weights.length <= 400)
    search.weights = raw.weights;
  return search;
}

/** Which stretch of days is shown, which day is read out, and whether its "why" is open: all in the address. */
export const RANGES = ["7", "28", "60", "all"] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = "60";

export interface ProductSearch {
  range?: Range;
  day?: string;
  why?: "open";
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readProductSearch(raw: Record<string, unknown>): ProductSearch {
  const search: ProductSearch = {};
  const range = RANGES.find((each) => each === raw.range);
  if (range && range !== DEFAULT_RANGE) search.range = range;
  if (typeof raw.day === "string" && DAY.test(raw.day) && !Number.isNaN(Date.parse(raw.day)))
    search.day = raw.day;
  if (raw.why === "open" && search.day) search.why = "open";
  return search;
}

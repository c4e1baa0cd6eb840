/** The orders a reader may choose for a list of products; the api knows them by these names. */
export const SORTS = [
  "-units_7",
  "-units_1",
  "-units_today",
  "-revenue_7",
  "-growth",
  "price",
  "-price",
] as const;
export type Sort = (typeof SORTS)[number];
export const DEFAULT_SORT: Sort = "-units_7";

const isSort = (value: unknown): value is Sort => (SORTS as readonly unknown[]).includes(value);

/** The order an address asks for; none where it is the usual one, or no order at all. Of what is `found` no order is the usual. */
export function readSort(value: unknown, found?: string): Sort | undefined {
  return isSort(value) && (found || value !== DEFAULT_SORT) ? value : undefined;
}

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

/** The order an address asks for what is searched for: without one it comes as it is meant, the best match first. */
export const readFoundSort = (value: unknown): Sort | undefined => (isSort(value) ? value : undefined);

/** The order an address asks for; none where it is the usual one, or no order at all. */
export function readSort(value: unknown): Sort | undefined {
  return isSort(value) && value !== DEFAULT_SORT ? value : undefined;
}

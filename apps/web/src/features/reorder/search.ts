/** What of the own goods' orders is chosen: the purse, whether only what is due, and in which order. All in the address. */
import { readId } from "@/shared/address";

export const SORTS = ["urgency", "-cost", "-pieces", "-lost"] as const;
export type ReorderSort = (typeof SORTS)[number];
export const DEFAULT_SORT: ReorderSort = "urgency";

export interface ReorderSearch {
  /** Soʻm for all orders together. */
  purse?: number;
  due?: "yes";
  sort?: ReorderSort;
}

export function readReorderSearch(raw: Record<string, unknown>): ReorderSearch {
  const search: ReorderSearch = {};
  const purse = readId(raw.purse);
  if (purse && purse <= 1e12) search.purse = purse;
  if (raw.due === "yes") search.due = "yes";
  const sort = SORTS.find((each) => each === raw.sort);
  if (sort && sort !== DEFAULT_SORT) search.sort = sort;
  return search;
}

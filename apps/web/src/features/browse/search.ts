/** What the list shows lives in the address, so that any view can be shared. Defaults are left out of it. */
import type { Query } from "@/shared/api/client";
import { readId, readPrices } from "@/shared/address";
import { DEFAULT_SORT, readSort, type Sort } from "@/shared/sorts";

export interface BrowseSearch {
  q?: string;
  category?: number;
  seller?: number;
  from?: number;
  to?: number;
  stock?: "in";
  tracked?: "yes";
  sort?: Sort;
}

export function readBrowseSearch(raw: Record<string, unknown>): BrowseSearch {
  const search: BrowseSearch = {};
  const q = typeof raw.q === "string" ? raw.q.slice(0, 200) : "";
  if (q.trim()) search.q = q;
  const category = readId(raw.category);
  if (category) search.category = category;
  const seller = readId(raw.seller);
  if (seller) search.seller = seller;
  const { from, to } = readPrices(raw);
  if (from) search.from = from;
  if (to) search.to = to;
  if (raw.stock === "in") search.stock = "in";
  if (raw.tracked === "yes") search.tracked = "yes";
  const sort = readSort(raw.sort, search.q);
  if (sort) search.sort = sort;
  return search;
}

/** The same as the api asks it. */
export function toFilters(search: BrowseSearch): Query {
  return {
    q: search.q?.trim(),
    category: search.category,
    seller: search.seller,
    price_min: search.from,
    price_max: search.to,
    in_stock: search.stock === "in" ? true : undefined,
    tracked: search.tracked === "yes" ? true : undefined,
    sort: search.sort ?? (search.q ? undefined : DEFAULT_SORT),
  };
}

const FILTERS = ["q", "category", "seller", "from", "to", "stock", "tracked"] as const;

export const isFiltered = (search: BrowseSearch): boolean => FILTERS.some((name) => search[name]);

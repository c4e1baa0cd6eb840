/** What of what rises is listed lives in the address. Defaults are left out of it. */
import type { Query } from "@/shared/api/client";
import type { RisingKind } from "@/shared/api/shapes";
import { readId } from "@/shared/address";

export const KINDS = ["products", "categories", "sellers", "newcomers"] as const satisfies RisingKind[];
export const DEFAULT_KIND: RisingKind = "products";

export const SORTS = [
  "rank",
  "-rank",
  "-growth",
  "growth",
  "-level",
  "level",
  "-since",
  "since",
  "-growth_7",
  "growth_7",
  "-growth_28",
  "growth_28",
  "-first_seen",
  "first_seen",
  "-empty",
  "empty",
] as const;
export type RisingSort = (typeof SORTS)[number];
export type SortName = Exclude<RisingSort, `-${string}`>;
export const DEFAULT_SORT: RisingSort = "rank";
const MOST_UNITS = 1_000_000;

export interface RisingSearch {
  kind?: RisingKind;
  category?: number;
  /** Units a day on a usual day now, at least. */
  least?: number;
  sort?: RisingSort;
}

/** The orders that say something of a kind: what is new is not tested and has no change of level, what is tested is not new. */
export const sortsOf = (kind: RisingKind): readonly RisingSort[] =>
  SORTS.filter((sort) => !/-?first_seen$/.test(sort) || kind === "newcomers").filter(
    (sort) => kind !== "newcomers" || !/^-?(since|growth)$/.test(sort),
  );

export function readRisingSearch(raw: Record<string, unknown>): RisingSearch {
  const search: RisingSearch = {};
  const kind = KINDS.find((each) => each === raw.kind) ?? DEFAULT_KIND;
  if (kind !== DEFAULT_KIND) search.kind = kind;
  const category = readId(raw.category);
  if (category) search.category = category;
  const least = readId(raw.least);
  if (least && least <= MOST_UNITS) search.least = least;
  const sort = sortsOf(kind).find((each) => each === raw.sort);
  if (sort && sort !== DEFAULT_SORT) search.sort = sort;
  return search;
}

/** The same as the api asks it. */
export function toFilters({
  kind = DEFAULT_KIND,
  category,
  least,
  sort = DEFAULT_SORT,
}: RisingSearch): Query {
  return { kind, category, min_units: least, sort };
}

export const isFiltered = ({ category, least }: RisingSearch): boolean =>
  category !== undefined || least !== undefined;

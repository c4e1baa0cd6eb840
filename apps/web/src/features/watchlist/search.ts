/** What the watchlist shows lives in the address; defaults are left out of it. */
import type { Query } from "@/shared/api/client";
import type { Mark } from "@/shared/api/shapes";
import { parseSearch, readId, readPrices, stringifySearch } from "@/shared/address";
import {
  columnsOf,
  DEFAULT_COLUMNS,
  DEFAULT_SORT,
  readColumns,
  readWatchSort,
  type Column,
  type WatchSort,
} from "./columns";

export const MARKS: readonly Mark[] = ["mine", "rival"];
export type MarkFilter = Mark | "none";

export interface WatchSearch {
  q?: string;
  list?: number;
  tag?: string;
  mark?: MarkFilter;
  stock?: "in" | "out";
  state?: "gone";
  category?: number;
  seller?: number;
  from?: number;
  to?: number;
  sort?: WatchSort;
  cols?: string;
}

const readText = (value: unknown, longest: number): string | undefined =>
  typeof value === "string" && value.trim() ? value.slice(0, longest) : undefined;

function oneOf<T extends string>(value: unknown, ...allowed: T[]): T | undefined {
  return allowed.find((one) => one === value);
}

export function readWatchSearch(raw: Record<string, unknown>): WatchSearch {
  const found: WatchSearch = {
    q: readText(raw.q, 200),
    list: readId(raw.list),
    tag: readText(raw.tag, 40),
    mark: oneOf(raw.mark, "mine", "rival", "none"),
    stock: oneOf(raw.stock, "in", "out"),
    state: oneOf(raw.state, "gone"),
    category: readId(raw.category),
    seller: readId(raw.seller),
    ...readPrices(raw),
    sort: readWatchSort(raw.sort),
    cols: readColumns(raw.cols),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The same as the api asks it. */
export function toFilters({ q, list, tag, mark, ...search }: WatchSearch): Query {
  return {
    q: q?.trim(),
    list,
    tag,
    mark,
    category: search.category,
    seller: search.seller,
    state: search.state,
    in_stock: search.stock && String(search.stock === "in"),
    price_min: search.from,
    price_max: search.to,
    sort: search.sort ?? DEFAULT_SORT,
  };
}

const FILTERS = ["q", "list", "tag", "mark", "stock", "state", "category", "seller", "from", "to"] as const;

/** What narrows the list; the address holds more than that. */
export const filtersOf = (search: WatchSearch): (typeof FILTERS)[number][] =>
  FILTERS.filter((name) => search[name] !== undefined);

export const isFiltered = (search: WatchSearch): boolean => filtersOf(search).length > 0;

/** The columns that are shown, in their order. */
export const shownColumns = ({ cols }: WatchSearch): readonly Column[] =>
  cols ? columnsOf(cols) : DEFAULT_COLUMNS;

/** A view of the watchlist as words that stay the same for the same view; its columns are always among them. */
export function viewOf(search: WatchSearch): string {
  const view = readWatchSearch({ ...search, cols: search.cols ?? DEFAULT_COLUMNS.join(",") });
  return stringifySearch({ ...view }).slice(1);
}

export const searchOf = (view: string): WatchSearch => readWatchSearch(parseSearch(view));

/** Which list a new link is to show, unless another is chosen. */
export function readLinksSearch(raw: Record<string, unknown>): { list?: number } {
  const list = readId(raw.list);
  return list ? { list } : {};
}

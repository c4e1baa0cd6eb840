/** What the watchlist shows lives in the address; defaults are left out of it. */
import type { Query } from "@/shared/api/client";
import type { Mark } from "@/shared/api/shapes";
import { readId } from "@/shared/address";
import { DEFAULT_SORT, readSort, type Sort } from "@/shared/sorts";

export const MARKS: readonly Mark[] = ["mine", "rival"];
export type MarkFilter = Mark | "none";

export interface WatchSearch {
  q?: string;
  list?: number;
  tag?: string;
  mark?: MarkFilter;
  sort?: Sort;
}

const readText = (value: unknown, longest: number): string | undefined =>
  typeof value === "string" && value.trim() ? value.slice(0, longest) : undefined;

export function readWatchSearch(raw: Record<string, unknown>): WatchSearch {
  const found: WatchSearch = {
    q: readText(raw.q, 200),
    list: readId(raw.list),
    tag: readText(raw.tag, 40),
    mark: raw.mark === "mine" || raw.mark === "rival" || raw.mark === "none" ? raw.mark : undefined,
    sort: readSort(raw.sort),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The same as the api asks it. */
export function toFilters({ q, list, tag, mark, sort }: WatchSearch): Query {
  return { q: q?.trim(), list, tag, mark, sort: sort ?? DEFAULT_SORT };
}

export const isFiltered = ({ q, list, tag, mark }: WatchSearch): boolean => Boolean(q || list || tag || mark);

/** Which list a new link is to show, unless another is chosen. */
export function readLinksSearch(raw: Record<string, unknown>): { list?: number } {
  const list = readId(raw.list);
  return list ? { list } : {};
}

/** Which products are compared, by what, over which days: all in the address. */
import { readId } from "@/shared/address";

export const MOST = 6;
export const RANGES = ["7", "28", "90", "all"] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = "28";
export const MEASURES = ["units", "revenue", "price", "stock"] as const;
export type Measure = (typeof MEASURES)[number];
export const DEFAULT_MEASURE: Measure = "units";

export interface CompareSearch {
  /** Product numbers, `1,2,3`, in the order they stand in. */
  ids?: string;
  range?: Range;
  what?: Measure;
  /** The product whose interval is drawn; the first where none is named. */
  on?: number;
  day?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Whoever writes more into an address is told how many were left out, up to here. */
const READ_AT_MOST = 50;

export function readCompareSearch(raw: Record<string, unknown>): CompareSearch {
  const search: CompareSearch = {};
  const ids = numbersOf(raw.ids);
  if (ids.length > 0) search.ids = ids.join(",");
  const range = RANGES.find((each) => each === raw.range);
  if (range && range !== DEFAULT_RANGE) search.range = range;
  const what = MEASURES.find((each) => each === raw.what);
  if (what && what !== DEFAULT_MEASURE) search.what = what;
  const on = readId(raw.on);
  if (on && ids.includes(on)) search.on = on;
  if (typeof raw.day === "string" && DAY.test(raw.day) && !Number.isNaN(Date.parse(raw.day)))
    search.day = raw.day;
  return search;
}

function numbersOf(text: unknown): number[] {
  const found = String(text ?? "")
    .split(",")
    .map((part) => readId(part.trim()))
    .filter((id) => id !== undefined);
  return [...new Set(found)].slice(0, READ_AT_MOST);
}

/** The products that are compared, and how many the address names beyond what can be. */
export function comparedOf({ ids }: CompareSearch): { ids: number[]; over: number } {
  const all = numbersOf(ids);
  return { ids: all.slice(0, MOST), over: Math.max(all.length - MOST, 0) };
}

/** The address' form of a choice of products; nothing where there is none. */
export const toIds = (ids: readonly number[]): string | undefined => ids.join(",") || undefined;

/** The same products with the one at `from` moved by one place; as they were where there is no such place. */
export function moved(ids: readonly number[], from: number, by: 1 | -1): number[] {
  const to = from + by;
  const order = [...ids];
  const [one] = order.splice(from, 1);
  if (one === undefined || to < 0 || to > order.length) return [...ids];
  order.splice(to, 0, one);
  return order;
}

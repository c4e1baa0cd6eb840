/** Which lines are compared, by what, over which days: all in the address. */
import { readId } from "@/shared/address";

export const RANGES = ["7", "28", "90", "all"] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = "28";
export const MEASURES = ["units", "revenue", "price", "stock"] as const;
export type Measure = (typeof MEASURES)[number];
export const DEFAULT_MEASURE: Measure = "units";
/** Lines as they are, or each as per cent of its own mean. */
export const SHAPES = ["amount", "index"] as const;
export type Shape = (typeof SHAPES)[number];

/** A product by its number, a category by its number behind a letter: `17`, `c15`. */
export type LineKey = number | `c${number}`;

export interface CompareSearch {
  /** Lines, `1,2,c15`, in the order they stand in. */
  ids?: string;
  range?: Range;
  what?: Measure;
  /** Left out where it goes without saying: `index` with a category among the lines, else `amount`. */
  as?: Shape;
  /** The line whose interval is drawn; the first where none is named. */
  on?: LineKey;
  day?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Whoever writes more into an address is told how many were left out, up to here. */
const READ_AT_MOST = 50;

export function readCompareSearch(raw: Record<string, unknown>): CompareSearch {
  const search: CompareSearch = {};
  const keys = keysOf(raw.ids);
  if (keys.length > 0) search.ids = keys.join(",");
  const range = RANGES.find((each) => each === raw.range);
  if (range && range !== DEFAULT_RANGE) search.range = range;
  const what = MEASURES.find((each) => each === raw.what);
  if (what && what !== DEFAULT_MEASURE) search.what = what;
  const as = SHAPES.find((each) => each === raw.as);
  if (as && as !== usualShape(keys)) search.as = as;
  const on = readKey(raw.on);
  if (on && keys.includes(on)) search.on = on;
  if (typeof raw.day === "string" && DAY.test(raw.day) && !Number.isNaN(Date.parse(raw.day)))
    search.day = raw.day;
  return search;
}

/** The number of the category that a key names; nothing where it names a product. */
export const categoryOf = (key: LineKey): number | undefined =>
  typeof key === "string" ? Number(key.slice(1)) : undefined;

/** A category sells so much more than a product that only their shapes can be laid side by side. */
export const usualShape = (keys: readonly LineKey[]): Shape =>
  keys.some((key) => categoryOf(key) !== undefined) ? "index" : "amount";

function readKey(value: unknown): LineKey | undefined {
  const text = String(value ?? "").trim();
  const id = readId(text.replace(/^c/, ""));
  return id !== undefined && text.startsWith("c") ? `c${id}` : id;
}

export function keysOf(text: unknown): LineKey[] {
  const found = String(text ?? "")
    .split(",")
    .map(readKey)
    .filter((key) => key !== undefined);
  return [...new Set(found)].slice(0, READ_AT_MOST);
}

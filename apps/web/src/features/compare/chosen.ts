/** What is compared and how it is drawn, made of what the address says. */
import { keysOf, usualShape, type CompareSearch, type LineKey, type Measure, type Shape } from "./search";

export const MOST = 6;

export const categoryKey = (id: number): LineKey => `c${id}`;

/** What is drawn: prices and stocks are levels, and always as they are. */
export const shapeOf = ({ as }: CompareSearch, keys: readonly LineKey[], measure: Measure): Shape =>
  isSold(measure) ? (as ?? usualShape(keys)) : "amount";

export const isSold = (measure: Measure): measure is "units" | "revenue" =>
  measure === "units" || measure === "revenue";

/** The lines that are compared, and how many the address names beyond what can be. */
export function comparedOf({ ids }: CompareSearch): { ids: LineKey[]; over: number } {
  const all = keysOf(ids);
  return { ids: all.slice(0, MOST), over: Math.max(all.length - MOST, 0) };
}

/** The address' form of a choice of lines; nothing where there is none. */
export const toIds = (ids: readonly LineKey[]): string | undefined => ids.join(",") || undefined;

/** The same lines with the one at `from` moved by one place; as they were where there is no such place. */
export function moved<Key>(ids: readonly Key[], from: number, by: 1 | -1): Key[] {
  const to = from + by;
  const order = [...ids];
  const [one] = order.splice(from, 1);
  if (one === undefined || to < 0 || to > order.length) return [...ids];
  order.splice(to, 0, one);
  return order;
}

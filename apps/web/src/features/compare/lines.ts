/** From the api's answers to lines: a point for each closed day or each step, broken where nothing is known. */
import type { DaySales, Estimate, Prices, Sales, Stock } from "@/shared/api/shapes";
import { extentOf, linesOf, priceSteps, roundUp, stockSteps, type Step } from "@/shared/chart/steps";
import { dayNumber } from "@/shared/format/days";
import type { Measure } from "./search";

export interface Point {
  /** Days since 1970-01-01, a day's middle being at a half. */
  at: number;
  value: number;
  low: number | null;
  high: number | null;
}

/** Neighbouring points that a line joins. */
export type Piece = Point[];

/** The sales of closed days; today's, which would look like a fall, are left out. */
export function soldPieces(days: readonly DaySales[], measure: "units" | "revenue"): Piece[] {
  const pieces: Piece[] = [];
  let piece: Piece | null = null;
  for (const day of days) {
    const { point, low, high }: Estimate = day[measure];
    if (point === null || day.state === "open") {
      piece = null;
      continue;
    }
    if (!piece) pieces.push((piece = []));
    piece.push({ at: dayNumber(day.day) + 0.5, value: point, low, high });
  }
  return pieces;
}

/** Prices or stocks as they were seen, level by level. */
export function levelPieces(steps: readonly Step[]): Piece[] {
  return linesOf(steps).map((line) =>
    line.flatMap(({ from, to, value }) => [
      { at: from, value, low: null, high: null },
      { at: to, value, low: null, high: null },
    ]),
  );
}

/** The same answer for the same object, worked out once: what is drawn changes only where the api's answer did. */
function once<Key extends object, Value extends object>(work: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, Value>();
  return (key) => {
    const known = kept.get(key);
    if (known) return known;
    const value = work(key);
    kept.set(key, value);
    return value;
  };
}

export const unitPieces = once((sales: Sales) => soldPieces(sales.days, "units"));
export const revenuePieces = once((sales: Sales) => soldPieces(sales.days, "revenue"));
export const stepsOfPrices = once((prices: Prices) => priceSteps(prices.steps));
export const stepsOfStock = once((stock: Stock) => stockSteps(stock.steps));
export const piecesOfSteps = once(levelPieces);

/** The ends of the scale for what is drawn: sales and stock from nought, prices around those there are. */
export function scaleOf(
  measure: Measure,
  lines: readonly { pieces: readonly Piece[]; banded: boolean }[],
): [number, number] {
  const values = lines.flatMap(({ pieces, banded }) =>
    pieces.flatMap((piece) =>
      piece.map(({ value, high }) => (banded ? Math.max(high ?? value, value) : value)),
    ),
  );
  const extent = extentOf(values);
  if (measure !== "price") return [0, roundUp(extent?.high ?? 1) * 1.04];
  if (!extent) return [0, 1];
  const room = (extent.high - extent.low) * 0.1 || extent.high * 0.1 || 1;
  return [Math.max(extent.low - room, 0), extent.high + room];
}

/** Places for labels that lie at least `gap` apart, each as near to where it belongs as the others let it, within `top` and `bottom`. */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let least = top;
  const placed = order.map(({ y }) => {
    const at = Math.max(y, least);
    least = at + gap;
    return at;
  });
  let most = bottom;
  for (let index = placed.length - 1; index >= 0; index--) {
    placed[index] = Math.min(placed[index] ?? most, most);
    most = (placed[index] ?? most) - gap;
  }
  const result: number[] = [];
  order.forEach(({ index }, place) => {
    result[index] = placed[place] ?? 0;
  });
  return result;
}

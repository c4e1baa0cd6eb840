/** From the api's answers to lines: a point for each closed day or each step, broken where nothing is known. */
import type { CategorySales, DaySales, Estimate, Prices, Stock } from "@/shared/api/shapes";
import { extentOf, linesOf, priceSteps, roundUp, stockSteps, type Step } from "@/shared/chart/steps";
import { dayNumber } from "@/shared/format/days";
import type { Measure, Shape } from "./search";

type Sold = "units" | "revenue";

/** A day's sales of a product or of a category. */
export interface SoldDay extends Pick<DaySales, "day" | "units" | "revenue" | "state"> {
  /** Of a category's goods, of how many the numbers are, and how many must be known for the day to stand in a line. */
  goods?: { of: number; least: number; known: Record<Sold, number> };
}

export interface Point {
  /** Days since 1970-01-01, a day's middle being at a half. */
  at: number;
  value: number;
  low: number | null;
  high: number | null;
}

/** Neighbouring points that a line joins. */
export type Piece = Point[];

/** Whether so few of a category's goods are known that the sum would look like a fall. */
export const isThin = ({ goods }: SoldDay, measure: Sold): boolean =>
  goods !== undefined && goods.known[measure] < goods.least;

/** The sales of closed days; left out are today's and those of too few goods, both of which would look like a fall. */
export function soldPieces(days: readonly SoldDay[], measure: Sold): Piece[] {
  const pieces: Piece[] = [];
  let piece: Piece | null = null;
  for (const day of days) {
    const { point, low, high }: Estimate = day[measure];
    if (point === null || day.state === "open" || isThin(day, measure)) {
      piece = null;
      continue;
    }
    if (!piece) pieces.push((piece = []));
    piece.push({ at: dayNumber(day.day) + 0.5, value: point, low, high });
  }
  return pieces;
}

/** The mean of what a line shows; nothing where it shows nothing, or only noughts: then there is nothing to take per cent of. */
export function meanOf(pieces: readonly Piece[]): number | null {
  const values = pieces.flat().map(({ value }) => value);
  return values.reduce((sum, value) => sum + value, 0) / values.length || null;
}

/** The same line as per cent of its own mean, its interval too. */
export function indexPieces(pieces: readonly Piece[]): Piece[] {
  const mean = meanOf(pieces);
  if (mean === null) return [];
  const percent = (value: number | null) => (value === null ? null : (value / mean) * 100);
  return pieces.map((piece) =>
    piece.map(({ at, value, low, high }) => ({
      at,
      value: (value / mean) * 100,
      low: percent(low),
      high: percent(high),
    })),
  );
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

export const unitPieces = once((days: readonly SoldDay[]) => soldPieces(days, "units"));
export const revenuePieces = once((days: readonly SoldDay[]) => soldPieces(days, "revenue"));
export const percentPieces = once(indexPieces);
export const daysOfCategory = once((sales: CategorySales): readonly SoldDay[] =>
  sales.days.map(({ units_known, revenue_known, ...day }) => ({
    ...day,
    goods: {
      of: sales.products,
      least: sales.least_known,
      known: { units: units_known, revenue: revenue_known },
    },
  })),
);
export const stepsOfPrices = once((prices: Prices) => priceSteps(prices.steps));
export const stepsOfStock = once((stock: Stock) => stockSteps(stock.steps));
export const piecesOfSteps = once(levelPieces);

/** A line's sales as they are drawn. */
export function piecesOfSales(days: readonly SoldDay[], measure: Sold, shape: Shape): Piece[] {
  const pieces = measure === "units" ? unitPieces(days) : revenuePieces(days);
  return shape === "index" ? percentPieces(pieces) : pieces;
}

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

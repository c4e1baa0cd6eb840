/**
 * Scores of a leaf category by any weights, from the percentiles of parts that the api gives: as `ventra/core/score.py` makes them,
 * so that what a reader weighs anew is shown at once. Both are held to the same cases.
 */

export interface Ends {
  point: number | null;
  low: number | null;
  high: number | null;
}

type Row = readonly (number | null)[];

/** A row for each product, a number for each part, in one order; null is not known. */
export interface Parts {
  percentiles: readonly Row[];
  lows: readonly Row[];
  highs: readonly Row[];
}

export type Why = "scored" | "few_parts" | "little_weight" | "few_products";

export interface Scored {
  why: Why;
  score: Ends;
  points: Ends;
  /** The first and the last place it holds, of so many; null without a score. */
  place: { first: number; last: number; of: number } | null;
  /** By part: its share of the weights that count, and what it adds to the points; null where it is not known. */
  counted: (number | null)[];
  contributions: (number | null)[];
}

const LEAST_PRODUCTS = 10;
const LEAST_PARTS = 3;
const LEAST_WEIGHT = 0.5;
const OTHERS_ERR = 1.1;
const DECIMALS = 1e6;
const NONE: Ends = { point: null, low: null, high: null };

interface Laid {
  why: Why;
  points: Ends;
  counted: (number | null)[];
  contributions: (number | null)[];
}

interface Known {
  point: number;
  low: number;
  high: number;
}

/** Scores of all products of a leaf; `ofSales` says of which parts the errors are those of sales, and so add up. */
export function scored(parts: Parts, weights: readonly number[], ofSales: readonly boolean[]): Scored[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = weights.map((weight) => weight / total);
  const few = parts.percentiles.length < LEAST_PRODUCTS;
  const laid = parts.percentiles.map((row, at) =>
    lay(row, parts.lows[at] ?? [], parts.highs[at] ?? [], { wanted, ofSales, few }),
  );
  const known = laid.filter(({ points }) => points.point !== null).map(({ points }) => points as Known);
  const enough = known.length >= LEAST_PRODUCTS;
  const places = enough ? placesOf(known) : new Map<Known, Scored["place"]>();
  const sorted = known.map(({ point }) => point).sort((a, b) => a - b);
  return laid.map(({ why, points, counted, contributions }) => {
    const told = { counted, contributions };
    if (why !== "scored") return { ...told, why, points: NONE, score: NONE, place: null };
    if (!enough) return { ...told, why: "few_products", points: NONE, score: NONE, place: null };
    const mine = points as Known;
    const within = (end: number) => percentile(sorted, mine.point, end);
    return {
      ...told,
      why,
      points,
      score: { point: within(mine.point), low: within(mine.low), high: within(mine.high) },
      place: places.get(mine) ?? null,
    };
  });
}

interface By {
  wanted: readonly number[];
  ofSales: readonly boolean[];
  few: boolean;
}

/** One product's points: the mean of its parts that are known, by weight, and how far they may be off. */
function lay(row: Row, lows: Row, highs: Row, { wanted, ofSales, few }: By): Laid {
  const known = wanted.map((weight, at) => weight > 0 && row[at] != null);
  const present = wanted.reduce((sum, weight, at) => sum + (known[at] ? weight : 0), 0);
  const count = known.filter(Boolean).length;
  const least = Math.min(LEAST_PARTS, wanted.filter((weight) => weight > 0).length);
  const why: Why = few
    ? "few_products"
    : count < least
      ? "few_parts"
      : present < LEAST_WEIGHT - 1e-9
        ? "little_weight"
        : "scored";
  const shares = wanted.map((weight, at) => (known[at] ? weight / present : 0));
  const added = shares.map((share, at) => share * (known[at] ? (row[at] ?? 0) : 0));
  const missing = wanted.map((weight, at) => weight > 0 && !known[at]);
  const told = {
    counted: shares.map((share, at) => (missing[at] ? null : share)),
    contributions: added.map((each, at) => (missing[at] ? null : each)),
  };
  if (why !== "scored") return { ...told, why, points: NONE };
  const point = added.reduce((sum, each) => sum + each, 0);
  const reach = (apart: (at: number) => number) => {
    let together = 0;
    let squares = 0;
    shares.forEach((share, at) => {
      const each = known[at] ? share * Math.max(apart(at), 0) : 0;
      if (ofSales[at]) together += each;
      else squares += each ** 2;
    });
    return OTHERS_ERR * Math.sqrt(together ** 2 + squares);
  };
  const down = reach((at) => (row[at] ?? 0) - (lows[at] ?? 0));
  const up = reach((at) => (highs[at] ?? 0) - (row[at] ?? 0));
  const points = {
    point: rounded(point),
    low: rounded(Math.max(point - down, 0)),
    high: rounded(Math.min(point + up, 100)),
  };
  return { ...told, why, points };
}

/** 100 × (others below + half of those equal) ÷ others, of an end of an interval around `own`, which is not one of the others. */
function percentile(sorted: readonly number[], own: number, end: number): number {
  const below = firstNotBelow(sorted, end);
  const equal = firstAbove(sorted, end) - below - (end === own ? 1 : 0);
  return (100 * (below - (end > own ? 1 : 0) + equal / 2)) / Math.max(sorted.length - 1, 1);
}

function bisect(sorted: readonly number[], passes: (value: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (passes(sorted[middle] ?? 0)) from = middle + 1;
    else to = middle;
  }
  return from;
}

const firstNotBelow = (sorted: readonly number[], end: number) => bisect(sorted, (value) => value < end);
const firstAbove = (sorted: readonly number[], end: number) => bisect(sorted, (value) => value <= end);

/** From the most points down all share the first's place up to who surely has fewer than one of them; that one leads the next. */
function placesOf(known: readonly Known[]): Map<Known, Scored["place"]> {
  const order = [...known].sort((a, b) => b.point - a.point || b.high - a.high);
  const places = new Map<Known, Scored["place"]>();
  let group: Known[] = [];
  let bar = -Infinity;
  let first = 1;
  const close = () => {
    const place = { first, last: first + group.length - 1, of: known.length };
    for (const one of group) places.set(one, place);
    first += group.length;
    group = [];
    bar = -Infinity;
  };
  for (const one of order) {
    if (group.length > 0 && one.high < bar) close();
    group.push(one);
    bar = Math.max(bar, one.low);
  }
  if (group.length > 0) close();
  return places;
}

/** To six decimals, halves to the even neighbour, as NumPy rounds. */
function rounded(value: number): number {
  const scaled = value * DECIMALS;
  const up = Math.round(scaled);
  const even = Math.abs(scaled % 1) === 0.5 && up % 2 !== 0 ? up - 1 : up;
  return even / DECIMALS;
}

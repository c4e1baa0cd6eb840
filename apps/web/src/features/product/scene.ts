/** Everything the drawing needs, worked out once for a set of answers. */
import type { Span } from "@/shared/api/shapes";
import {
  extentOf,
  lane,
  linesOf,
  padded,
  roundUp,
  type Extent,
  type Level,
  type Run,
} from "@/shared/chart/steps";
import { dayFraction } from "@/shared/format/days";
import { gapsOf, type DayPoint, type Gap } from "./series";

export interface Scene {
  days: DayPoint[];
  gaps: Gap[];
  spans: { run: Run; span: Span }[];
  prices: Level[][];
  lists: Level[][];
  stocks: Level[][];
  bars: Extent;
  price: Extent | null;
  stock: Extent | null;
}

type Steps = Parameters<typeof linesOf>[0];

export const LANES = { bars: [0.5, 0.89], price: [0.27, 0.39], stock: [0.01, 0.15] } as const;

interface Lines {
  prices?: Steps;
  lists?: Steps;
  stocks?: Steps;
}

export function sceneOf(
  days: DayPoint[],
  spans: readonly Span[],
  { prices = [], lists = [], stocks = [] }: Lines = {},
): Scene {
  const tops = days.map((day) => day.drawn.high ?? day.drawn.point);
  const stock = extentOf(stocks.map((step) => step.value));
  return {
    days,
    gaps: gapsOf(days),
    spans: spans.map((span) => ({
      span,
      run: { from: dayFraction(span.seen_from), to: dayFraction(span.seen_to) },
    })),
    prices: linesOf(prices),
    lists: linesOf(lists),
    stocks: linesOf(stocks),
    bars: { low: 0, high: roundUp(extentOf(tops)?.high ?? 1) },
    price: extentOf([...prices, ...lists].map((step) => step.value)),
    stock: stock && { low: 0, high: roundUp(stock.high) },
  };
}

export function scalesOf(scene: Scene): Record<"bars" | "price" | "stock", [number, number]> {
  return {
    bars: lane(scene.bars, ...LANES.bars),
    price: lane(padded(scene.price ?? { low: 0, high: 1 }), ...LANES.price),
    stock: lane(scene.stock ?? { low: 0, high: 1 }, ...LANES.stock),
  };
}

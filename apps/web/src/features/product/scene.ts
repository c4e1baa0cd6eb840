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
  stocks: Level[][];
  units: Extent;
  price: Extent | null;
  stock: Extent | null;
}

type Steps = Parameters<typeof linesOf>[0];

export const LANES = { units: [0.5, 0.89], price: [0.27, 0.39], stock: [0.01, 0.15] } as const;

export function sceneOf(days: DayPoint[], spans: readonly Span[], prices: Steps, stocks: Steps): Scene {
  const tops = days.map((day) => day.units.high ?? day.units.point);
  const stock = extentOf(stocks.map((step) => step.value));
  return {
    days,
    gaps: gapsOf(days),
    spans: spans.map((span) => ({
      span,
      run: { from: dayFraction(span.seen_from), to: dayFraction(span.seen_to) },
    })),
    prices: linesOf(prices),
    stocks: linesOf(stocks),
    units: { low: 0, high: roundUp(extentOf(tops)?.high ?? 1) },
    price: extentOf(prices.map((step) => step.value)),
    stock: stock && { low: 0, high: roundUp(stock.high) },
  };
}

export function scalesOf(scene: Scene): Record<"units" | "price" | "stock", [number, number]> {
  return {
    units: lane(scene.units, ...LANES.units),
    price: lane(padded(scene.price ?? { low: 0, high: 1 }), ...LANES.price),
    stock: lane(scene.stock ?? { low: 0, high: 1 }, ...LANES.stock),
  };
}

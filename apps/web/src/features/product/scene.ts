/** Everything the drawing needs, worked out once for a set of answers. */
import type { Span } from "@/shared/api/shapes";
import { dayFraction } from "@/shared/format/days";
import {
  extentOf,
  gapsOf,
  lane,
  linesOf,
  roundUp,
  type DayPoint,
  type Extent,
  type Gap,
  type Level,
  type Run,
} from "./series";

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

/** A flat line needs room around it, or it lies on the lane's edge. */
export function padded(extent: Extent): Extent {
  if (extent.low !== extent.high) return extent;
  const room = Math.abs(extent.low) * 0.1 || 1;
  return { low: extent.low - room, high: extent.high + room };
}

export function scalesOf(scene: Scene): Record<"units" | "price" | "stock", [number, number]> {
  return {
    units: lane(scene.units, ...LANES.units),
    price: lane(padded(scene.price ?? { low: 0, high: 1 }), ...LANES.price),
    stock: lane(scene.stock ?? { low: 0, high: 1 }, ...LANES.stock),
  };
}

/** Where the axis writes a day: Mondays while they fit, else every second, fourth … one. */
export function ticksOf(days: readonly DayPoint[], widthPx: number, labelPx = 58): number[] {
  const room = Math.max(2, Math.floor(widthPx / labelPx));
  if (days.length <= room) return days.map((day) => day.number + 0.5);
  const mondays = days.filter((day) => (day.number + 3) % 7 === 0).map((day) => day.number + 0.5);
  const every = Math.max(1, Math.ceil(mondays.length / room));
  return mondays.filter((_, index) => index % every === 0);
}

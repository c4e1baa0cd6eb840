/** Prices and stocks over days as the api tells them, the lines they make, and the scales they are drawn on. */
import type { PriceStep, StockStep } from "@/shared/api/shapes";
import { dayFraction } from "@/shared/format/days";

export interface Run {
  from: number;
  to: number;
}

export interface Level extends Run {
  value: number;
}

export interface Step extends Run {
  value: number | null;
}

export const priceSteps = (steps: readonly PriceStep[]): Step[] =>
  steps.map((step) => ({ from: dayFraction(step.from), to: dayFraction(step.to), value: step.price_uzs }));

/** The struck price, where one stands above what is asked. */
export const listSteps = (steps: readonly PriceStep[]): Step[] =>
  steps.map(({ from, to, price_uzs: asked, list_price_uzs: list }) => ({
    from: dayFraction(from),
    to: dayFraction(to),
    value: list !== null && asked !== null && list > asked ? list : null,
  }));

export const stockSteps = (steps: readonly StockStep[]): Step[] =>
  steps.map((step) => ({ from: dayFraction(step.from), to: dayFraction(step.to), value: step.stock }));

/** What was seen last in a day; unknown where nothing was seen in it. */
export function lastWithin(steps: readonly Step[], day: number): number | null {
  let found: Step | null = null;
  for (const step of steps) {
    if (step.from < day + 1 && step.to >= day && (!found || step.to >= found.to)) found = step;
  }
  return found?.value ?? null;
}

/** Lines of levels, broken where a whole day passed without a look, as the api breaks its steps. */
export function linesOf(steps: readonly Step[]): Level[][] {
  const lines: Level[][] = [];
  let line: Level[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    if (step.value === null) {
      reached = Number.NEGATIVE_INFINITY;
      continue;
    }
    if (Math.floor(step.from) - Math.floor(reached) > 1 || line.length === 0) {
      line = [];
      lines.push(line);
    }
    line.push({ from: step.from, to: step.to, value: step.value });
    reached = step.to;
  }
  return lines;
}

export interface Extent {
  low: number;
  high: number;
}

export function extentOf(values: readonly (number | null)[]): Extent | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return { low: Math.min(...known), high: Math.max(...known) };
}

/** A round number at or above `value`, not far above it. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const times = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value - 1e-9) ?? 10;
  return times * power;
}

/**
 * The ends of a scale on which `extent` fills only the part of the height between `bottom` and `top` (0 to 1):
 * so several quantities share one drawing, each in a lane of its own.
 */
export function lane(extent: Extent, bottom: number, top: number): [number, number] {
  const room = (extent.high - extent.low || Math.abs(extent.high) || 1) / (top - bottom);
  const min = extent.low - bottom * room;
  return [min, min + room];
}

/** A flat line needs room around it, or it lies on the lane's edge. */
export function padded(extent: Extent): Extent {
  if (extent.low !== extent.high) return extent;
  const room = Math.abs(extent.low) * 0.1 || 1;
  return { low: extent.low - room, high: extent.high + room };
}

/** From the api's answers to what a chart draws: days, gaps, spans, and lines that break where nobody looked. */
import type { DaySales, EventGroup, PriceStep, Sales, Span, StockStep } from "@/shared/api/shapes";
import { dayFraction, dayNumber } from "@/shared/format/days";
import { signOf, type Sign } from "./sign";

export interface DayPoint extends DaySales {
  /** Days since 1970-01-01; the day reaches from here to one more. */
  number: number;
  price: number | null;
  stock: number | null;
  span: Span | null;
  /** The mark that stands under the day: of its events the one to know first, small ones left aside. */
  sign: Sign | null;
  /** The mark of a day with nothing but small events; it stands there while the day is chosen. */
  quiet: Sign | null;
  /** What happened on the day, newest first. */
  happened: readonly EventGroup[];
}

export interface Run {
  from: number;
  to: number;
}

export interface Level extends Run {
  value: number;
}

interface Step extends Run {
  value: number | null;
}

export const priceSteps = (steps: readonly PriceStep[]): Step[] =>
  steps.map((step) => ({ from: dayFraction(step.from), to: dayFraction(step.to), value: step.price_uzs }));

export const stockSteps = (steps: readonly StockStep[]): Step[] =>
  steps.map((step) => ({ from: dayFraction(step.from), to: dayFraction(step.to), value: step.stock }));

/** One entry a calendar day; price and stock are the day's last seen, unknown where nothing was seen in it. */
export function toDays(
  sales: Sales,
  prices: readonly Step[],
  stocks: readonly Step[],
  events: readonly EventGroup[] = [],
): DayPoint[] {
  const groups = new Map<string, EventGroup[]>();
  for (const group of events) groups.set(group.day, [...(groups.get(group.day) ?? []), group]);
  return sales.days.map((day) => {
    const number = dayNumber(day.day);
    const happened = groups.get(day.day) ?? [];
    const sign = signOf(
      happened.filter((group) => !group.small),
      day.marks,
    );
    return {
      ...day,
      number,
      price: lastWithin(prices, number),
      stock: lastWithin(stocks, number),
      span: day.units.point === null ? spanOver(sales.spans, number) : null,
      sign,
      quiet: sign ? null : signOf(happened, []),
      happened,
    };
  });
}

function lastWithin(steps: readonly Step[], day: number): number | null {
  let found: Step | null = null;
  for (const step of steps) {
    if (step.from < day + 1 && step.to >= day && (!found || step.to >= found.to)) found = step;
  }
  return found?.value ?? null;
}

function spanOver(spans: readonly Span[], day: number): Span | null {
  return (
    spans.find((span) => dayFraction(span.seen_from) < day + 1 && dayFraction(span.seen_to) > day) ?? null
  );
}

export interface Gap extends Run {
  /** Somebody did look, and still the sales are not known (yet). */
  looked: boolean;
}

/** Unbroken runs of days of which nothing is known by itself. */
export function gapsOf(days: readonly DayPoint[]): Gap[] {
  const gaps: Gap[] = [];
  for (const day of days) {
    if (day.units.point !== null) continue;
    const looked = wasLookedAt(day);
    const last = gaps.at(-1);
    if (last?.to === day.number && last.looked === looked) last.to = day.number + 1;
    else gaps.push({ from: day.number, to: day.number + 1, looked });
  }
  return gaps;
}

export const wasLookedAt = (day: DayPoint): boolean =>
  day.looks > 0 || day.price !== null || day.stock !== null;

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

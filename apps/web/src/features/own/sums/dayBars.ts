/** Each day of a span as a bar: what it brought, or that nobody knows. */
import type { OwnDay, OwnDays } from "@/shared/api/shapes";
import { roundUp } from "@/shared/chart/steps";
import { addDays, dayNumber } from "@/shared/format/days";
import type { Measure } from "./search";

export interface Bar {
  day: string;
  number: number;
  /** Null: not known. */
  value: number | null;
  told: OwnDay | null;
}

const VALUES: Record<Measure, (day: OwnDay) => number | null> = {
  revenue: (day) => day.revenue_uzs,
  units: (day) => day.units,
  profit: (day) => day.profit_uzs,
};

export function barsOf({ first, last, days }: OwnDays, measure: Measure): Bar[] {
  const told = new Map(days.map((day) => [day.day, day]));
  const count = dayNumber(last) - dayNumber(first) + 1;
  return Array.from({ length: count }, (_, at) => {
    const day = addDays(first, at);
    const one = told.get(day) ?? null;
    return { day, number: dayNumber(day), value: one && VALUES[measure](one), told: one };
  });
}

/** The ends of the scale: round, with zero among them. */
export function scaleOf(bars: readonly Bar[]): [number, number] {
  const values = bars.map(({ value }) => value ?? 0);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return [low < 0 ? -roundUp(-low) : 0, high > 0 || low === 0 ? roundUp(high) : 0];
}

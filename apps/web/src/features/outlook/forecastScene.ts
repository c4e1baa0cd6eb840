/** The days sold and the days forecast as one row of points, the scale they are drawn on, and the day a level changed. */
import type { DaySales, ForecastBand, LevelShift, OutlookForecast, Ranged } from "@/shared/api/shapes";
import { extentOf, roundUp } from "@/shared/chart/steps";
import { dayNumber } from "@/shared/format/days";

export const BEFORE_DAYS = 28;

export interface Point {
  day: string;
  /** Days since 1970-01-01. */
  number: number;
  /** What was sold; null on a day to come and on one that nobody knows. */
  sold: Ranged | null;
  ahead: ForecastBand | null;
}

export interface Scene {
  points: Point[];
  /** Where the days to come begin. */
  border: number;
  most: number;
  shift: (LevelShift & { number: number }) | null;
}

export function sceneOf(
  sold: readonly DaySales[],
  forecast: Pick<OutlookForecast, "days">,
  shift: LevelShift | null,
): Scene | null {
  const [first] = forecast.days;
  if (!first) return null;
  const border = dayNumber(first.day);
  const before = sold
    .filter(({ day }) => dayNumber(day) < border)
    .map(({ day, units }): Point => {
      const { point, low, high } = units;
      return { day, number: dayNumber(day), sold: point === null ? null : { point, low, high }, ahead: null };
    });
  const ahead = forecast.days.map(({ day, units }): Point => ({
    day,
    number: dayNumber(day),
    sold: null,
    ahead: units,
  }));
  const points = [...before, ...ahead];
  const tops = points.map(({ sold: past, ahead: band }) => band?.high95 ?? past?.high ?? past?.point ?? null);
  const changed = shift && { ...shift, number: dayNumber(shift.day) };
  return {
    points,
    border,
    most: roundUp(extentOf(tops)?.high ?? 1),
    shift: changed && changed.number >= (points[0]?.number ?? border) ? changed : null,
  };
}

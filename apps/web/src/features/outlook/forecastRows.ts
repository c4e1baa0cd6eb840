/** Scores of forecasts by horizon: what was shown by how much sells, and beside it all that was made, shown or not. */
import type { ForecastAccuracyPoint } from "@/shared/api/shapes";

export const HORIZONS = [7, 28] as const;
export type Horizon = (typeof HORIZONS)[number];
export const BANDS = ["all", "0-1", "1-8", "8-50", "50+"] as const;

export type Row = ForecastAccuracyPoint;

/** The newest day of a horizon, its rows as they are read: what was shown, then all. */
export function rowsOf(points: readonly ForecastAccuracyPoint[], horizon: Horizon): Row[] {
  const [newest] = points
    .filter((point) => point.horizon === horizon)
    .map(({ made_on }) => made_on)
    .sort()
    .reverse();
  const there = points.filter((point) => point.horizon === horizon && point.made_on === newest);
  const found = (band: (typeof BANDS)[number], shown: boolean) =>
    there.filter((point) => point.band === band && point.shown === shown && point.scores.n > 0);
  return [...BANDS.flatMap((band) => found(band, true)), ...found("all", false)];
}

/** Whether ours is nearer than the naive forecast; null where either is not known. */
export function isNearer(ours: number | null, naive: number | null): boolean | null {
  return ours === null || naive === null ? null : ours < naive;
}

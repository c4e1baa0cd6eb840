import { expect, test } from "vitest";
import type { ForecastAccuracyPoint } from "@/shared/api/shapes";
import { isNearer, rowsOf } from "./forecastRows";

const point = (
  made_on: string,
  horizon: 7 | 28,
  band: ForecastAccuracyPoint["band"],
  shown: boolean,
  n = 10,
) => ({ made_on, horizon, band, shown, scores: { n } }) as ForecastAccuracyPoint;

test("the newest day of a horizon is told, what was shown first, and what no forecast was made of is left out", () => {
  const points = [
    point("2026-02-01", 7, "all", true),
    point("2026-02-08", 7, "all", false),
    point("2026-02-08", 7, "50+", true),
    point("2026-02-08", 7, "1-8", true),
    point("2026-02-08", 7, "0-1", true, 0),
    point("2026-02-08", 7, "1-8", false),
    point("2026-02-08", 7, "all", true),
    point("2026-02-09", 28, "all", true),
  ];
  expect(rowsOf(points, 7).map(({ made_on, band, shown }) => [made_on.slice(8), band, shown])).toEqual([
    ["08", "all", true],
    ["08", "1-8", true],
    ["08", "50+", true],
    ["08", "all", false],
  ]);
  expect(rowsOf(points, 28)).toHaveLength(1);
  expect(rowsOf([], 7)).toEqual([]);
});

test("nearer is said only where both are known", () => {
  expect([isNearer(0.6, 1), isNearer(1, 1), isNearer(null, 1), isNearer(0.6, null)]).toEqual([
    true,
    false,
    null,
    null,
  ]);
});

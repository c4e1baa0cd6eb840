import { expect, test } from "vitest";
import type { DaySales } from "@/shared/api/shapes";
import { sceneOf } from "./forecastScene";

const sold = (day: string, point: number | null) =>
  ({ day, units: { point, low: point, high: point } }) as DaySales;
const band = { point: 10, low: 8, high: 12, low95: 6, high95: 15 };
const days = [
  { day: "2026-03-01", units: band },
  { day: "2026-03-02", units: { ...band, high95: 31 } },
];
const factor = { point: 1.8, low: 1.5, high: 2.1 };

test("days to come follow the days sold, and the scale holds the widest band", () => {
  const scene = sceneOf([sold("2026-02-27", 9), sold("2026-02-28", 11)], { days }, null);
  expect(scene?.points.map(({ day, sold: past, ahead }) => [day, past?.point, ahead?.point])).toEqual([
    ["2026-02-27", 9, undefined],
    ["2026-02-28", 11, undefined],
    ["2026-03-01", undefined, 10],
    ["2026-03-02", undefined, 10],
  ]);
  expect(scene?.most).toBe(40);
});

test("a day that nobody knows stays unknown, and today's unfinished sales do not stand where its forecast does", () => {
  const scene = sceneOf([sold("2026-02-28", null), sold("2026-03-01", 3)], { days }, null);
  expect(scene?.points.map(({ sold: past }) => past)).toEqual([null, null, null]);
  expect(scene?.points).toHaveLength(3);
});

test("a change of level is marked where its day is drawn, and without days to come nothing is", () => {
  const past = [sold("2026-02-27", 9)];
  expect(sceneOf(past, { days }, { day: "2026-02-27", factor })?.shift?.day).toBe("2026-02-27");
  expect(sceneOf(past, { days }, { day: "2026-01-01", factor })?.shift).toBeNull();
  expect(sceneOf(past, { days: [] }, null)).toBeNull();
});

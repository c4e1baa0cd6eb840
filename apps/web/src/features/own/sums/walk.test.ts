import { expect, test } from "vitest";
import type { OwnDifference } from "@/shared/api/shapes";
import { walk } from "./walk";

test("causes lead from the cabinet's total to ours, each from where the one before ended", () => {
  const steps = walk({
    cabinet_uzs: 100,
    ours_uzs: -20,
    causes: [
      { cause: "day_boundary", amount_uzs: 20, rows: 1 },
      { cause: "cancelled", amount_uzs: 0, rows: 0 },
      { cause: "cost_of_goods", amount_uzs: -140, rows: null },
    ],
  } as OwnDifference);
  expect(steps.map(({ cause, after }) => [cause, after])).toEqual([
    ["day_boundary", 120],
    ["cost_of_goods", -20],
  ]);
  expect(steps[1]).toMatchObject({ from: 0, to: 1 });
  expect(steps[0]?.from).toBeCloseTo(120 / 140);
});

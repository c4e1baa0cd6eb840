import { expect, test } from "vitest";
import { meanOf, percentOf } from "./shares";

const days = (...shares: (number | null)[]) => shares.map((well, n) => ({ day: `2026-11-0${n + 1}`, well }));

test("a share is cut, so that a hundred means every check", () => {
  expect([1, 0.9999, 0.9996, 0.57, 0.001, 0].map(percentOf)).toEqual([100, 99.9, 99.9, 57, 0.1, 0]);
});

test("days nobody watched count for nothing, neither good nor bad", () => {
  expect(meanOf(days(1, null, 0.5, null))).toBe(0.75);
  expect(meanOf(days(0))).toBe(0);
  expect(meanOf(days(null, null))).toBeNull();
});

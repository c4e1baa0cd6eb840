import { expect, test } from "vitest";
import { atMostPercent, chancePercent, onceIn, percent } from "./percent";

const count = (value: number) => String(value);

test("what is at most so much is never said to be less", () => {
  const words = [0, 0.00001, 0.0234, 0.05, 0.0999, 0.1, 0.101, 1].map((share) => atMostPercent(share, count));
  expect(words.map((one) => one.replace("\u00a0%", ""))).toEqual([
    "0",
    "0.1",
    "2.4",
    "5",
    "10",
    "10",
    "11",
    "100",
  ]);
});

test("a share is whole, and a chance is once in so many", () => {
  expect(percent(0.056, count)).toBe("6\u00a0%");
  expect([0.5, 0.004, 0.0123, 0].map(onceIn)).toEqual([2, 250, 81, 1_000_000]);
});

test("a chance is never rounded to a certainty", () => {
  const words = [0, 0.004, 0.01, 0.37, 0.99, 0.996, 1].map((chance) => chancePercent(chance, count));
  expect(words.map((one) => one.replace("\u00a0%", ""))).toEqual(["0", "<1", "1", "37", "99", ">99", "100"]);
});

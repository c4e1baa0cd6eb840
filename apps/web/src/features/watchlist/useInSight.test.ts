import { expect, test } from "vitest";
import { reached, span } from "./useInSight";

const LINES = [100, 50, 100, 200];

test("a height is in the line it falls into, the end of one being the next one's", () => {
  expect(reached(LINES, -30)).toBe(0);
  expect(reached(LINES, 99)).toBe(0);
  expect(reached(LINES, 100)).toBe(1);
  expect(reached(LINES, 250)).toBe(3);
  expect(reached(LINES, 9_999)).toBe(4);
  expect(reached([], 0)).toBe(0);
});

test("what is drawn reaches from the line at the top to the one at the bottom, and not beyond the list", () => {
  expect(span(LINES, 120, 260)).toEqual({ first: 1, end: 4 });
  expect(span(LINES, -500, 20)).toEqual({ first: 0, end: 1 });
  expect(span(LINES, 0, 9_999)).toEqual({ first: 0, end: 4 });
  expect(span(LINES, 9_000, 9_999)).toEqual({ first: 4, end: 4 });
});

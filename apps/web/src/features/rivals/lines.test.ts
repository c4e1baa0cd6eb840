import { expect, test } from "vitest";
import { pathOf } from "./Lines";

test("a gap ends a line and no line is drawn over it", () => {
  expect(pathOf([1, 2, null, 3], 10, (value) => value)).toBe("M0.0,1.0H10.0V2.0H20.0M30.0,3.0H40.0");
  expect(pathOf([null, null], 10, (value) => value)).toBe("");
});

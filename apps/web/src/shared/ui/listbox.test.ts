import { expect, test } from "vitest";
import { movedTo } from "./listbox";

test("arrows go round, and Home and End go to the ends", () => {
  expect(["ArrowDown", "ArrowUp", "Home", "End"].map((key) => movedTo(key, 2, 3))).toEqual([0, 1, 0, 2]);
  expect(movedTo("ArrowUp", 0, 3)).toBe(2);
  expect(movedTo("ArrowDown", -1, 3)).toBe(0);
});

test("every other key is the field's own, and so are all where there is nothing to choose", () => {
  expect(movedTo("ArrowLeft", 0, 3)).toBeNull();
  expect(movedTo("ArrowDown", -1, 0)).toBeNull();
});

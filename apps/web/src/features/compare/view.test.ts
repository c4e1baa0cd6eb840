import { expect, test } from "vitest";
import { KEPT } from "./view";

test("a comparison keeps its products in their order, but not the day read out", () => {
  const view = { ids: "3,1,2", range: "7", what: "stock", on: 2 } as const;
  expect(KEPT.write({ ...view, day: "2026-11-23" })).toBe("ids=3,1,2&range=7&what=stock&on=2");
  expect(KEPT.open("day=2026-11-23&on=2&what=stock&range=7&ids=3,1,2")).toEqual(view);
});

test("without a product there is nothing to keep", () => {
  expect(KEPT.write({ range: "7", what: "price" })).toBe("");
});

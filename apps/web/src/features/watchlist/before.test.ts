import { expect, test } from "vitest";
import { listed, marksBefore, plainTag, suggested, untagged } from "./before";

const row = (
  product_id: number,
  mark: "mine" | "rival" | null,
  tags: string[] = [],
  lists: number[] = [],
) => ({
  product_id,
  mark,
  tags,
  lists,
});

test("taking a mark back gives each product the one it had, and leaves alone what had it already", () => {
  const rows = [row(1, "mine"), row(2, null), row(3, "rival"), row(4, null)];
  expect(marksBefore(rows, "mine")).toEqual([
    { mark: null, ids: [2, 4] },
    { mark: "rival", ids: [3] },
  ]);
  expect(marksBefore(rows, null)).toEqual([
    { mark: "mine", ids: [1] },
    { mark: "rival", ids: [3] },
  ]);
  expect(marksBefore([row(1, "mine")], "mine")).toEqual([]);
});

test("what was in a list before stays there when putting in is taken back", () => {
  const rows = [row(1, null, [], [7]), row(2, null, [], [8]), row(3, null)];
  expect(listed(rows, 7, false)).toEqual([2, 3]);
  expect(listed(rows, 7, true)).toEqual([1]);
});

test("a tag is one whatever its capitals", () => {
  const rows = [row(1, null, ["Yoz"]), row(2, null, ["qish"])];
  expect(untagged(rows, "yoz")).toEqual([2]);
  expect(untagged(rows, "QISH")).toEqual([1]);
  expect(plainTag("  yangi   yil ")).toBe("yangi yil");
});

test("tags in use are offered: what begins so first, never what the product has, and not too many", () => {
  const known = ["mavsum", "yozgi mavsum", "Yoz", "qish"].map((tag, n) => ({ tag, products: 9 - n }));
  expect(suggested(known, ["QISH"], "", 9)).toEqual(["mavsum", "yozgi mavsum", "Yoz"]);
  expect(suggested(known, [], "Mav", 9)).toEqual(["mavsum", "yozgi mavsum"]);
  expect(suggested(known, [], "yoz", 1)).toEqual(["yozgi mavsum"]);
  expect(suggested(known, [], "yoq", 9)).toEqual([]);
});

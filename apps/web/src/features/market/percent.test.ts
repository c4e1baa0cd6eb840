import { expect, test } from "vitest";
import { formatCount } from "@/shared/format/numbers";
import { shareWords } from "./percent";
import { readShopSearch } from "./search";

const count = (value: number) => formatCount(value, "ru");
const plain = (words: { point: string; range: string | null }) => [words.point, words.range];

test("a share says its range, in as few figures as count", () => {
  expect(plain(shareWords({ point: 0.342, low: 0.31, high: 0.371 }, count))).toEqual([
    "34\u00a0%",
    "31 … 37\u00a0%",
  ]);
  expect(plain(shareWords({ point: 0.0123, low: 0.01, high: 0.02 }, count))).toEqual([
    "1,2\u00a0%",
    "1 … 2\u00a0%",
  ]);
});

test("what is exact has no range, and what is unknown is no zero", () => {
  expect(plain(shareWords({ point: 0.5, low: 0.5, high: 0.5 }, count))).toEqual(["50\u00a0%", null]);
  expect(plain(shareWords({ point: null, low: null, high: null }, count))).toEqual(["—", null]);
  expect(shareWords({ point: 0, low: 0, high: 0 }, count).point).toBe("0\u00a0%");
});

test("an address asks for no more than there is", () => {
  expect(readShopSearch({ days: "28", moves: "40", goods: "new" })).toEqual({
    days: 28,
    moves: 40,
    goods: "new",
  });
  expect(readShopSearch({ days: "9", moves: "5000", goods: "old" })).toEqual({});
  expect(readShopSearch({ days: "7", moves: "20" })).toEqual({});
});

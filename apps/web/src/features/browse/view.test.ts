import { expect, test } from "vitest";
import { KEPT } from "./view";

test("the same view is kept in the same words, in whatever order its address names it", () => {
  const words = KEPT.write({ sort: "-price", from: 10_000, q: "choynak & чайник", category: 12 });
  expect(KEPT.write(KEPT.open("category=12&from=10000&sort=-price&q=choynak %26 чайник"))).toBe(words);
  expect(KEPT.open(words)).toEqual({ q: "choynak & чайник", category: 12, from: 10_000, sort: "-price" });
});

test("what the page does not know is not kept, and of the usual list nothing is", () => {
  expect(KEPT.open("rubbish=1&stock=in&lang=ru&sort=-units_7")).toEqual({ stock: "in" });
  expect(KEPT.write({})).toBe("");
});

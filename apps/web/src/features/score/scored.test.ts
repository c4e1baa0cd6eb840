import { expect, test } from "vitest";
import told from "./cases.json";
import { scored } from "./scored";
import { OF_SALES, PART_NAMES, readWeights, shareOf, wholeWeights, writeWeights } from "./weights";

type Ends = [(number | null)[], (number | null)[], (number | null)[]];

const near = (found: number | null, meant: number | null | undefined) =>
  meant == null ? expect(found).toBeNull() : expect(found).toBeCloseTo(meant, 5);

test("parts stand in core's order, and err as core says", () => {
  expect([...PART_NAMES]).toEqual(told.parts);
  expect(OF_SALES).toEqual(told.of_sales);
});

test.each(told.cases.map((each, at) => [at, each] as const))(
  "case %i is scored as core scores it",
  (_, meant) => {
    const found = scored(meant, meant.weights, told.of_sales);
    expect(found.map(({ why }) => why)).toEqual(meant.why);
    found.forEach((one, at) => {
      for (const name of ["score", "points"] as const) {
        const [point, low, high] = meant[name] as Ends;
        near(one[name].point, point[at]);
        // Ends are told of what has a score only.
        if (one[name].point === null) continue;
        near(one[name].low, low[at]);
        near(one[name].high, high[at]);
      }
      one.counted.forEach((each, part) => near(each, meant.counted[at]?.[part]));
      one.contributions.forEach((each, part) => near(each, meant.contributions[at]?.[part]));
      const rank = meant.rank[at] ?? 0;
      const last = rank + (meant.tied[at] ?? 0) - 1;
      expect(one.place).toEqual(rank ? { first: rank, last, of: meant.products[at] } : null);
    });
  },
);

test("an address keeps weights, and one that says none is passed over", () => {
  const none = { concentration: 0, growth: 0, price_room: 0, rating: 0, revenue: 0, stock: 0, velocity: 0 };
  const weights = wholeWeights({ ...none, velocity: 0.3, stock: 0.1 });
  expect(writeWeights(weights)).toBe("velocity:30,stock:10");
  expect(readWeights("velocity:30,stock:10")).toEqual(weights);
  expect(shareOf(weights, "velocity")).toBe(0.75);
  for (const raw of [
    "",
    "velocity",
    "velocity:0",
    "speed:1",
    "velocity:-1",
    "velocity:101",
    "velocity:1:2",
    7,
  ])
    expect(readWeights(raw)).toBeUndefined();
});

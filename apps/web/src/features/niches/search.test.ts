import { expect, test } from "vitest";
import { ofWish, readNicheSearch, readWants, toWish, writeWants } from "./search";

test("filters are read as the api writes them, and what is none is left out", () => {
  expect(readWants("growth:0.1:,hhi::1500,colour:1:2,units:x:,units::")).toEqual([
    { measure: "growth", least: 0.1 },
    { measure: "hhi", most: 1500 },
  ]);
  expect(writeWants([{ measure: "growth", least: -0.1, most: 2 }])).toBe("growth:-0.1:2");
  expect(writeWants([])).toBeUndefined();
});

test("defaults are not in the address, and a recipe gives back what was kept", () => {
  expect(readNicheSearch({ kind: "category", sort: "-revenue", all: "0" })).toEqual({});
  expect(readNicheSearch({ sort: "busy_price" })).toEqual({});
  const search = readNicheSearch({
    kind: "cluster",
    want: "sellers:2:9",
    sure: "1",
    sort: "saturation",
    category: "7",
  });
  expect(ofWish(toWish(search))).toEqual(search);
});

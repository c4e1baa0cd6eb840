import { expect, test } from "vitest";
import { MOST_RECENT, readRecent, withNewest, type Recent } from "./recent";

const page = (to: string): Recent => ({ kind: "page", to });

test("the newest comes on top, each once, and no more than eight are kept", () => {
  let list: Recent[] = [];
  for (const to of ["/a", "/b", "/a", "/c"]) list = withNewest(list, page(to));
  expect(list).toEqual([page("/c"), page("/a"), page("/b")]);
  for (let n = 0; n < 20; n++) list = withNewest(list, page(`/${n}`));
  expect(list).toHaveLength(MOST_RECENT);
});

test("a product and a category of one number are two things", () => {
  const titles = { uz: "Choynak", ru: null };
  const list = withNewest([{ kind: "product", id: 5, titles }], { kind: "category", id: 5, titles });
  expect(list).toHaveLength(2);
});

test("what storage holds is believed only where it has the right form", () => {
  const good = { kind: "product", id: 1, titles: { uz: null, ru: "Чайник" } };
  const kept = [good, { kind: "product", id: "1", titles: {} }, { kind: "page" }, null, { kind: "x", id: 1 }];
  expect(readRecent(JSON.stringify(kept))).toEqual([good]);
  expect(readRecent("{broken")).toEqual([]);
  expect(readRecent('{"0": 1}')).toEqual([]);
  expect(readRecent(null)).toEqual([]);
});

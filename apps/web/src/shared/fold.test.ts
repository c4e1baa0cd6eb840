import { expect, test } from "vitest";
import { fold, meets } from "./fold";

test.each([
  [["челак", "chelak", "CHELAK"]],
  [["oʻyinchoq", "o'yinchoq", "o’yinchoq", "o`yinchoq", "oʼyinchoq", "ўйинчоқ"]],
  [["gʻilof", "g'ilof", "ғилоф"]],
  [["qozon", "қозон"]],
  [["yoʻlak", "йўлак"]],
  [["ертўла", "yerto'la"]],
  [["щётка", "щетка", "shchetka"]],
  [["альбом", "albom"]],
  [["xalat", "халат"]],
  [["Is'hoq", "Исҳоқ"]],
])("spellings of one word meet: %j", (spellings) => {
  expect(new Set(spellings.map(fold)).size).toBe(1);
});

test("different words stay apart", () => {
  expect(fold("choy")).not.toBe(fold("soy"));
  expect(fold("gul")).not.toBe(fold("kul"));
});

test("a hint where to break a word is no letter, and signs between words are spaces", () => {
  expect(fold("Отслежи\u00adваемое")).toBe(fold("Отслеживаемое"));
  expect(fold("  Uy-roʻzgʻor,  № 2 ")).toBe("uy rozgor no 2");
});

test("words are found by their beginnings, in any order", () => {
  const title = fold("Ошхона учун сирланган чойнак");
  expect(meets(fold("choyn oshx"), title)).toBe(true);
  expect(meets(fold("ynak"), title)).toBe(false);
});

import { expect, test } from "vitest";
import en from "./en.json";
import { fill, type Text } from "./fill";
import { chooseLanguage } from "./languages";
import ru from "./ru.json";
import cyrillic from "./uz-Cyrl.json";
import uz from "./uz.json";

type Words = Record<string, Text>;
const DICTIONARIES = import.meta.glob<Words>("./**/*.json", { eager: true, import: "default" });
const FIRST = Object.entries(DICTIONARIES).filter(([path]) => path.endsWith("/uz.json"));
const forms = (text: Text) => (typeof text === "string" ? [text] : Object.values(text));
const places = (text: Text) => new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []));

test.each(["uz-Cyrl", "ru", "en"])(
  "%s says everything that uz says, with the same places for facts",
  (language) => {
    for (const [path, first] of FIRST) {
      const book = DICTIONARIES[path.replace("uz.json", `${language}.json`)] ?? {};
      expect(Object.keys(book)).toEqual(Object.keys(first));
      for (const [key, text] of Object.entries(first))
        expect([key, [...places(book[key] ?? "")].sort()]).toEqual([key, [...places(text)].sort()]);
    }
  },
);

test("no key stands in two books", () => {
  const keys = FIRST.flatMap(([, book]) => Object.keys(book));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

test("no text carries markup or a wrong apostrophe", () => {
  for (const book of Object.values(DICTIONARIES))
    for (const text of Object.values(book).flatMap(forms)) expect(text).not.toMatch(/[<>]|&\w+;/);
  for (const text of FIRST.flatMap(([, book]) => Object.values(book).flatMap(forms)))
    expect(text).not.toMatch(/[oOgG]['’‘`]/);
});

test("months and weekdays are all there", () => {
  for (const book of [uz, cyrillic, ru, en]) {
    expect(book["date.months_short"].split(" ")).toHaveLength(12);
    expect(book["date.weekdays_short"].split(" ")).toHaveLength(7);
  }
});

test("Russian counts by its own rules", () => {
  const say = (n: number) => fill(ru["home.total"], { n }, "ru");
  expect([1, 2, 5, 11, 21, 22, 112].map(say)).toEqual([
    "1 товар",
    "2 товара",
    "5 товаров",
    "11 товаров",
    "21 товар",
    "22 товара",
    "112 товаров",
  ]);
});

test("a fact from outside is put in as it is, and never read as a place or a pattern", () => {
  expect(fill("{host}: {n}", { host: "{n} $& <b>", n: 1500 }, "uz")).toBe("{n} $& <b>: 1\u00a0500");
  expect(fill("{missing}", {}, "uz")).toBe("{missing}");
});

test("the address beats the last choice, which beats the browser", () => {
  expect(chooseLanguage("ru", "en", ["uz"])).toBe("ru");
  expect(chooseLanguage("xx", "en", ["uz"])).toBe("en");
  expect(chooseLanguage(null, null, ["de", "uz-Cyrl-UZ"])).toBe("uz-Cyrl");
  expect(chooseLanguage(null, null, ["ru-RU"])).toBe("ru");
  expect(chooseLanguage(null, "<script>", ["de"])).toBe("uz");
});

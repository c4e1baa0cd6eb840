import { expect, test } from "vitest";
import en from "./en.json";
import legalEn from "./legal/en.json";
import legalRu from "./legal/ru.json";
import legalCyrillic from "./legal/uz-Cyrl.json";
import legalUz from "./legal/uz.json";
import { fill, type Text } from "./fill";
import { chooseLanguage } from "./languages";
import peopleEn from "./people/en.json";
import peopleRu from "./people/ru.json";
import peopleCyrillic from "./people/uz-Cyrl.json";
import peopleUz from "./people/uz.json";
import ru from "./ru.json";
import cyrillic from "./uz-Cyrl.json";
import uz from "./uz.json";
import watchEn from "./watch/en.json";
import watchRu from "./watch/ru.json";
import watchCyrillic from "./watch/uz-Cyrl.json";
import watchUz from "./watch/uz.json";

const BOOKS: Record<string, Record<string, Text>> = { "uz-Cyrl": cyrillic, ru, en };
const PEOPLE: Record<string, Record<string, Text>> = {
  "uz-Cyrl": peopleCyrillic,
  ru: peopleRu,
  en: peopleEn,
};
const WATCH: Record<string, Record<string, Text>> = { "uz-Cyrl": watchCyrillic, ru: watchRu, en: watchEn };
const LEGAL: Record<string, Record<string, Text>> = { "uz-Cyrl": legalCyrillic, ru: legalRu, en: legalEn };
const forms = (text: Text) => (typeof text === "string" ? [text] : Object.values(text));
const places = (text: Text) => new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []));

test.each(Object.keys(BOOKS))(
  "%s says everything that uz says, with the same places for facts",
  (language) => {
    for (const [book, first] of [
      [BOOKS[language] ?? {}, uz],
      [PEOPLE[language] ?? {}, peopleUz],
      [WATCH[language] ?? {}, watchUz],
      [LEGAL[language] ?? {}, legalUz],
    ] as [Record<string, Text>, Record<string, Text>][]) {
      expect(Object.keys(book)).toEqual(Object.keys(first));
      for (const [key, text] of Object.entries(first)) {
        expect([key, [...places(book[key] ?? "")].sort()]).toEqual([key, [...places(text)].sort()]);
      }
    }
  },
);

test("no text carries markup or a wrong apostrophe", () => {
  for (const book of [
    uz,
    peopleUz,
    watchUz,
    legalUz,
    ...[BOOKS, PEOPLE, WATCH, LEGAL].flatMap((each) => Object.values(each)),
  ]) {
    for (const text of Object.values(book as Record<string, Text>).flatMap(forms))
      expect(text).not.toMatch(/[<>]|&\w+;/);
  }
  for (const text of Object.values({ ...uz, ...peopleUz, ...watchUz, ...legalUz } as Record<
    string,
    Text
  >).flatMap(forms))
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

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Rule, Told } from "@/shared/api/shapes";
import { formatterFor } from "@/shared/format/formatter";
import { fill, type Facts, type Text } from "@/shared/texts/fill";
import type { Language } from "@/shared/texts/languages";
import type { Say } from "./amounts";
import { conditionWords, rulesWords } from "./conditionWords";
import { besides, TELL, whyOf, wordsOf } from "./words";

const KINDS_FILE = fileURLToPath(new URL("../../../../../src/ventra/core/rule_kinds.py", import.meta.url));
const SOURCE = readFileSync(KINDS_FILE, "utf8");
const KINDS = [...SOURCE.matchAll(/^ {4}Kind\("(\w+)", "(\w+)"/gm)].map(([, kind = "", group = ""]) => ({
  kind,
  group,
}));

const BOOKS = import.meta.glob<Record<string, Text>>("../../shared/texts/{alerts/*,ruled/*,rules/*,*}.json", {
  eager: true,
  import: "default",
});

function sayIn(language: Language): Say {
  const of = (path: string) => BOOKS[`../../shared/texts/${path}${language}.json`];
  const words: Record<string, Text> = { ...of(""), ...of("alerts/"), ...of("ruled/"), ...of("rules/") };
  const lookUp = (key: string, facts: Facts = {}) => {
    const text = words[key];
    return text === undefined ? null : fill(text, facts, language);
  };
  const t = (key: string, facts?: Facts) => lookUp(key, facts) ?? key;
  return { t, lookUp, format: formatterFor(language, t) };
}

const plain = (words: string | null) => words?.replaceAll("\u00a0", " ");
const en = sayIn("en");
const FULL: Told = {
  kind: "",
  unit: "percent",
  limit: 5,
  days: 7,
  value: 12,
  low: 9,
  high: 15,
  before: 100_000,
  after: 88_000,
  usual_low: 4,
  usual_high: 9,
};

test("all kinds of the api are read from its table", () => {
  expect(KINDS.length).toBeGreaterThan(20);
  expect(KINDS.map(({ kind }) => kind)).toContain("price_down");
});

describe.each(["uz", "uz-Cyrl", "ru", "en"] as const)("in %s", (language) => {
  const say = sayIn(language);
  test.each(KINDS)("$kind is told, called and explained", ({ kind, group }) => {
    expect(Object.keys(TELL)).toContain(kind);
    for (const told of [
      { ...FULL, kind },
      { kind, unit: "", limit: 1, days: 1 },
    ]) {
      const { figure, line } = wordsOf(told, say);
      expect(`${figure ?? ""}${line}`).not.toMatch(/alerts\.|rule\.|undefined|NaN|null|\{\w+\}/);
    }
    for (const key of [`alerts.if_${kind}`, `rule.kind_${kind}`, `rule.help_${kind}`, `rule.group_${group}`])
      expect(say.lookUp(key), key).not.toBeNull();
  });
});

test("no kind is told that the api does not have", () => {
  expect(Object.keys(TELL).sort()).toEqual(KINDS.map(({ kind }) => kind).sort());
});

test("the number comes first, with its sign and its interval", () => {
  const fell = wordsOf({ ...FULL, kind: "price_down" }, en);
  expect(plain(fell.figure)).toBe("−12 %");
  expect(plain(fell.line)).toBe("100 000 soʻm → 88 000 soʻm, within a week");
  const sold = wordsOf({ ...FULL, kind: "sales_spike", value: 38, low: 34, high: 42 }, en);
  expect([plain(sold.figure), sold.range, sold.line]).toEqual([
    "38 units",
    "34–42",
    "Sold in a day; usual is 4–9",
  ]);
  expect(wordsOf({ ...FULL, kind: "price_moved", before: 88_000, after: 100_000 }, en).shape).toBe("▲");
});

test("what is not known is said so and never 0", () => {
  expect(wordsOf({ kind: "stock_low", unit: "units", limit: 10, days: 0 }, en).figure).toBe("—");
  expect(besides({ kind: "gone", unit: "", limit: 1, days: 0 }, en)).toEqual([]);
});

test("a kind of a newer api is told by its measure", () => {
  expect(wordsOf({ kind: "brand_new", unit: "count", limit: 1, days: 0, value: 7 }, en)).toMatchObject({
    figure: "7",
    line: "brand_new",
  });
});

test("how things stand besides does not say twice what the alert says", () => {
  const more = { price_uzs: 90_000, stock: 12, units_7: 84, units_7_low: 76, units_7_high: 92 };
  expect(besides({ ...FULL, ...more, kind: "price_down" }, en)).toHaveLength(2);
  expect(besides({ ...FULL, ...more, kind: "gone" }, en).at(-1)?.text).toBe("sold in 7 days: 84 (76–92)");
});

test("a rule is called by its conditions", () => {
  const rule: Pick<Rule, "conditions" | "needs_all"> = {
    needs_all: false,
    conditions: [
      { kind: "stock_out", limit: 0, unit: "", days: 0, other: null },
      { kind: "days_left", limit: 7, unit: "days", days: 0, other: null },
    ],
  };
  expect(plain(rulesWords(rule, en))).toBe("The product is sold out or stock lasts at most 7 days");
  expect(conditionWords({ kind: "sales_spike", limit: 1, unit: "times", days: 0 }, en)).toBe(
    "A day's sales are above the usual",
  );
});

test("why leads to the day it was seen on, or to the sum it is worked out from", () => {
  expect(whyOf({ ...FULL, kind: "price_down" }, "2026-11-23")).toEqual({
    range: "7",
    day: "2026-11-23",
    why: "open",
  });
  expect(whyOf({ ...FULL, kind: "growth_up" }, "2026-11-23")).toEqual({ range: "7", why: "7" });
});

import { expect, test } from "vitest";
import type { RuleKind } from "@/shared/api/shapes";
import { changeFrom } from "./ChannelSettings";
import { clockOf, minutesOf } from "./clock";
import { byDay } from "./days";
import { changeOf, draftOf, numberOf, offered, triedKey, wishOf, wrongs } from "./draft";
import { readAlertsSearch, readRuleSearch } from "./search";

const kind = (name: string, more: Partial<RuleKind> = {}): RuleKind => ({
  kind: name,
  group: "price",
  subject: "product",
  units: [
    { unit: "percent", usual: 5 },
    { unit: "uzs", usual: 10_000 },
  ],
  least: 0.1,
  most: 1e12,
  days: [1, 7],
  below: false,
  other: false,
  ...more,
});
const KINDS = [
  kind("price_down"),
  kind("below_mine", { other: true }),
  kind("stock_out", { units: [{ unit: "", usual: 0 }], least: 0, most: 0, days: [0] }),
  kind("new_products", { subject: "category", units: [{ unit: "count", usual: 1 }], days: [0] }),
];

test("a new rule begins with what the address asks for", () => {
  const asked = readRuleSearch({ scope: "product", scope_id: "17", kind: "stock_out" });
  const draft = draftOf(KINDS, asked);
  expect(wishOf(draft)).toMatchObject({
    scope: "product",
    scope_id: 17,
    conditions: [{ kind: "stock_out", limit: 0, unit: "" }],
  });
  expect(wrongs(draft, KINDS)).toEqual([]);
  expect(readRuleSearch({ scope: "everything", scope_id: "-1", kind: "<b>" })).toEqual({});
  expect(draftOf(KINDS, { scope: "tracked", scope_id: 3, kind: "new_products" })).toMatchObject({
    scopeId: undefined,
    conditions: [{ kind: "price_down" }],
  });
});

test("what is wrong is said at its field", () => {
  const draft = draftOf(KINDS, { scope: "list", kind: "below_mine" });
  const [first] = draft.conditions;
  const bad = { ...draft, conditions: draft.conditions.map((one) => ({ ...one, limit: "0" })) };
  expect(wrongs(bad, KINDS)).toEqual([
    { at: "scope", what: "none" },
    { at: "condition", key: first?.key, what: "limit" },
    { at: "condition", key: first?.key, what: "other" },
  ]);
  expect(wrongs({ ...draft, scope: "search" }, KINDS)[0]).toEqual({ at: "scope", what: "text" });
});

test("a category's newcomers are no condition of products", () => {
  const draft = draftOf(KINDS, { scope: "category", scope_id: 12, kind: "new_products" });
  expect(wrongs(draft, KINDS)).toEqual([]);
  expect(wrongs({ ...draft, scope: "tracked" }, KINDS).map(({ what }) => what)).toEqual(["mixed"]);
});

test("a shop as a whole is a rule of a shop alone", () => {
  const kinds = [...KINDS, kind("seller_rises", { subject: "seller", units: [{ unit: "", usual: 1 }] })];
  const draft = draftOf(kinds, { scope: "seller", scope_id: 3, kind: "seller_rises" });
  expect(wrongs(draft, kinds)).toEqual([]);
  expect(offered(kinds, "category").map((one) => one.kind)).not.toContain("seller_rises");
  expect(wrongs({ ...draft, scope: "category" }, kinds)).toMatchObject([{ what: "mixed" }]);
});

test("numbers are read as people here write them", () => {
  expect(["12 500", "12\u00a0500", "0,5", "0.5", "", "-1", "5 %", "1e9"].map(numberOf)).toEqual([
    12_500,
    12_500,
    0.5,
    0.5,
    null,
    null,
    null,
    null,
  ]);
});

test("a change leaves out of which goods a rule is, and a dry run does not mind the name", () => {
  const draft = draftOf(KINDS, {});
  expect(Object.keys(changeOf(draft))).not.toContain("scope");
  expect(triedKey({ ...draft, name: "Narxlar", channels: [1] })).toBe(triedKey(draft));
  expect(triedKey({ ...draft, coolHours: 1 })).not.toBe(triedKey(draft));
});

test("times of day are minutes after midnight, and quiet hours need both ends", () => {
  expect([clockOf(0), clockOf(1439), clockOf(null)]).toEqual(["00:00", "23:59", ""]);
  expect([minutesOf("09:05"), minutesOf("24:00"), minutesOf("")]).toEqual([545, null, null]);
  const given = new FormData();
  for (const [name, value] of Object.entries({
    quiet_from: "22:00",
    quiet_to: "",
    zone: "UTC",
    digest_at: "09:00",
  }))
    given.set(name, value);
  expect(changeFrom(given)).toMatchObject({ quiet_from: null, quiet_to: null, digest_at: null });
  given.set("quiet_to", "08:00");
  given.set("digest", "on");
  given.set("digest_weekday", "0");
  expect(changeFrom(given)).toMatchObject({
    quiet_from: 1320,
    quiet_to: 480,
    digest_at: 540,
    digest_weekday: 0,
  });
});

test("alerts stand under their days in Tashkent", () => {
  const rows = ["2026-11-23T20:00:00Z", "2026-11-23T19:30:00Z", "2026-11-23T18:00:00Z"];
  expect(byDay(rows, (one) => one).map(({ day, rows: of }) => [day, of.length])).toEqual([
    ["2026-11-24", 2],
    ["2026-11-23", 1],
  ]);
  expect(readAlertsSearch({ open: "yes", rule: "x", product: "5" })).toEqual({ open: "yes", product: 5 });
});

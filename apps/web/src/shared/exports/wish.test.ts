import { expect, test } from "vitest";
import type { ExportTable } from "@/shared/api/shapes";
import { toKept, withoutPrivate } from "./wish";

test("an address keeps filters as values, the order apart, and nothing that is not there", () => {
  expect(toKept({ q: undefined, category: 3, leaf: "true", sure: "false", sort: "-units" })).toEqual({
    sort: "-units",
    filters: { category: 3, leaf: true, sure: false },
  });
  expect(toKept({})).toEqual({ filters: {} });
});

test("what an organisation wrote itself is left out of an address", () => {
  const choice = (name: string, own: boolean) => ({
    name,
    columns: [{ name, title: name, type: "text" as const, unit: null, private: own }],
  });
  const table = { choices: [choice("price", false), choice("note", true)] } as unknown as ExportTable;
  expect(withoutPrivate("title,price,note", table)).toBe("title,price");
  expect(withoutPrivate(undefined, table)).toBe(undefined);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  COLUMNS,
  columnsOf,
  moved,
  nextSort,
  readColumns,
  readWatchSort,
  rememberColumns,
  rememberedColumns,
  turned,
  writeColumns,
} from "./columns";

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("columns survive the way through an address, each once and only those there are", () => {
  expect(readColumns("stock,price,stock,secret")).toBe("stock,price");
  expect(columnsOf(writeColumns(COLUMNS))).toEqual(COLUMNS);
  expect(readColumns("secret")).toBeUndefined();
  expect(readColumns("")).toBeUndefined();
  expect(readColumns(7)).toBeUndefined();
});

test("the product alone is a choice of its own", () => {
  expect(writeColumns([])).toBe("title");
  expect(readColumns("title")).toBe("title");
  expect(columnsOf("title")).toEqual([]);
});

test("a column moves one place and not beyond the ends", () => {
  expect(moved(["price", "stock", "seen"], "stock", -1)).toEqual(["stock", "price", "seen"]);
  expect(moved(["price", "stock", "seen"], "stock", 1)).toEqual(["price", "seen", "stock"]);
  expect(moved(["price", "stock"], "price", -1)).toEqual(["price", "stock"]);
  expect(moved(["price", "stock"], "stock", 1)).toEqual(["price", "stock"]);
  expect(moved(["price"], "seen", 1)).toEqual(["price"]);
});

test("a heading sorts by what one wants to see first, and then the other way round", () => {
  expect(nextSort("price", "-units_7")).toBe("price");
  expect(nextSort("price", "price")).toBe("-price");
  expect(nextSort("stock", "-price")).toBe("-stock");
  expect(turned("-stock")).toBe("stock");
  expect(turned("stock")).toBe("-stock");
});

test("an order that there is not is none", () => {
  expect(readWatchSort("-revenue_28")).toBe("-revenue_28");
  expect(readWatchSort("-units_7")).toBeUndefined();
  expect(readWatchSort("tags")).toBeUndefined();
  expect(readWatchSort("--price")).toBeUndefined();
});

test("this device remembers the columns last chosen, until they are put back", () => {
  expect(rememberedColumns()).toBeUndefined();
  rememberColumns(["price", "note"]);
  expect(rememberedColumns()).toBe("price,note");
  rememberColumns(null);
  expect(rememberedColumns()).toBeUndefined();
});

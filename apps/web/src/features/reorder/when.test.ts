import { expect, test } from "vitest";
import { toFilters } from "./queries";
import { readReorderSearch } from "./search";
import { whenOf } from "./when";

test("what lies beyond the forecast is no date", () => {
  const [early, middle, late] = ["2026-12-01", "2026-12-05", "2026-12-09"];
  expect(whenOf({ early, middle, late }, false)).toBe("between");
  expect(whenOf({ early, middle, late: null }, false)).toBe("from");
  expect(whenOf({ early, middle: null, late: null }, false)).toBe("open");
  expect(whenOf({ early: null, middle: null, late: null }, false)).toBe("beyond");
  expect(whenOf({ early, middle: early, late: early }, true)).toBe("now");
});

test("an address says what it can, and the api is asked the same", () => {
  const search = readReorderSearch({ purse: "5000000", due: "yes", sort: "-cost", other: "x" });
  expect(search).toEqual({ purse: 5_000_000, due: "yes", sort: "-cost" });
  expect(toFilters(search)).toEqual({ cash_uzs: 5_000_000, due: "true", sort: "-cost" });
  expect(readReorderSearch({ purse: "-3", due: "no", sort: "urgency" })).toEqual({});
});

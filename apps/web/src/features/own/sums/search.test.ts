import { expect, test } from "vitest";
import { readSumsSearch, toSpan } from "./search";

const read = (raw: object) => readSumsSearch(raw, "2026-11-28");

test("whole spans end with yesterday, and one's own days are taken as they are", () => {
  expect(toSpan(read({}))).toEqual({ from: "2026-10-31", to: "2026-11-27", shop_id: undefined });
  expect(read({ days: "7" })).toMatchObject({ from: "2026-11-21", to: "2026-11-27", days: "7" });
  expect(read({ from: "2026-01-05", to: "2026-01-06", days: "7" })).toMatchObject({
    from: "2026-01-05",
    to: "2026-01-06",
    days: "own",
  });
});

test("what nobody can mean is the usual", () => {
  const odd = { part: "all", days: "8", from: "2026-02-31x", to: "yesterday", shop: "-4", pay: "never" };
  expect(read(odd)).toEqual(read({}));
  expect(read({ from: "2026-01-06", to: "2026-01-05" }).days).toBe("28");
});

test("without the cabinet's prices the api is told so", () => {
  expect(toSpan(read({ cost: "own", shop: "5" }))).toMatchObject({ cabinet: "false", shop_id: 5 });
});

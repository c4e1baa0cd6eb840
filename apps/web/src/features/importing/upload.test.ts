import { expect, test } from "vitest";
import { refusalOf } from "./useUpload";

test("a file that cannot be read is refused before it is sent", () => {
  expect(refusalOf({ name: "week.ndjson.gz", size: 10 })).toBeNull();
  expect(refusalOf({ name: "week.xlsx", size: 10 })).toBe("kind");
  expect(refusalOf({ name: "week.csv", size: 0 })).toBe("empty");
  expect(refusalOf({ name: "week.csv", size: 600 * 1024 * 1024 })).toBe("size");
});

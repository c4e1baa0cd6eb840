import { expect, test } from "vitest";
import { leftWords } from "./left";

const kinds = [
  [null, null, null, "beyond"],
  [null, 21, null, "open"],
  [17, 14, null, "from"],
  [17, 14, 22, "between"],
  [0, 0, 0, "between"],
] as const;

test.each(kinds)("of %s days left, from %s to %s, is said %s", (point, low, high, kind) => {
  expect(leftWords({ point, low, high }).kind).toBe(kind);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { heard, hold, tell } from "./undo";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  tell(null);
  vi.useRealTimers();
});

test("what was done is told for 20 seconds, and longer while it is held", () => {
  tell({ words: "done", orgId: 1 });
  vi.advanceTimersByTime(19_000);
  hold(true);
  vi.advanceTimersByTime(60_000);
  expect(heard()?.words).toBe("done");
  hold(false);
  vi.advanceTimersByTime(20_001);
  expect(heard()).toBeNull();
});

test("a new word goes before the old one, and has all of its own time", () => {
  tell({ words: "first", orgId: 1 });
  vi.advanceTimersByTime(15_000);
  tell({ words: "second", orgId: 1 });
  vi.advanceTimersByTime(15_000);
  expect(heard()?.words).toBe("second");
});

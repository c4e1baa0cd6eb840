import { expect, test } from "vitest";
import {
  addDays,
  ageOf,
  dayFraction,
  dayNumber,
  dayOfInstant,
  formatClock,
  formatDay,
  formatInstant,
  weekday,
} from "./days";

test("the day turns at midnight in Tashkent, not in London", () => {
  expect(dayOfInstant("2026-11-22T18:59:59Z")).toBe("2026-11-22");
  expect(dayOfInstant("2026-11-22T19:00:00Z")).toBe("2026-11-23");
  expect(dayFraction("2026-11-22T19:00:00Z")).toBe(dayNumber("2026-11-23"));
});

test("days and times are written the way they are here", () => {
  expect(formatDay("2026-11-03")).toBe("03.11.2026");
  expect(formatClock("2026-11-23T09:20:00Z")).toBe("14:20");
  expect(formatInstant("2026-12-31T20:05:00Z")).toBe("01.01.2027 01:05");
});

test("weeks start on Monday", () => {
  expect(weekday("2026-11-23")).toBe(0);
  expect(weekday("2026-11-22")).toBe(6);
});

test("adding days crosses months and leap years", () => {
  expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
});

test("an age is told in a unit that is still honest, and the future is now", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  expect(ageOf("2026-11-23T11:46:00Z", now)).toEqual({ unit: "minutes", n: 14 });
  expect(ageOf("2026-11-23T06:00:00Z", now)).toEqual({ unit: "hours", n: 6 });
  expect(ageOf("2026-11-20T12:00:00Z", now)).toEqual({ unit: "days", n: 3 });
  expect(ageOf("2026-11-23T12:05:00Z", now)).toEqual({ unit: "now", n: 0 });
});

/** Days and times in Tashkent (UTC+5, no daylight saving), whatever the reader's clock is set to. */

export const TASHKENT_OFFSET_MS = 5 * 3_600_000;
export const DAY_MS = 86_400_000;

const two = (value: number) => String(value).padStart(2, "0");

function tashkent(instant: string): Date {
  return new Date(Date.parse(instant) + TASHKENT_OFFSET_MS);
}

/** Days since 1970-01-01 of a calendar day `YYYY-MM-DD`. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

export function dayOfNumber(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 in Tashkent, with the time as its fraction. */
export function dayFraction(instant: string): number {
  return (Date.parse(instant) + TASHKENT_OFFSET_MS) / DAY_MS;
}

export function dayOfInstant(instant: string): string {
  return tashkent(instant).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return dayOfNumber(dayNumber(day) + days);
}

/** `2026-11-23` → `23.11.2026`. */
export function formatDay(day: string): string {
  const [year, month, date] = day.split("-");
  return `${date}.${month}.${year}`;
}

/** 0 = Monday … 6 = Sunday. */
export function weekday(day: string): number {
  return (dayNumber(day) + 3) % 7;
}

export function formatClock(instant: string): string {
  const at = tashkent(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

export function formatInstant(instant: string): string {
  return `${formatDay(dayOfInstant(instant))} ${formatClock(instant)}`;
}

export type Age = { unit: "now" | "minutes" | "hours" | "days"; n: number };

/** How long ago, in the largest unit that is still honest; the future (clocks differ) counts as now. */
export function ageOf(instant: string, nowMs: number): Age {
  const minutes = Math.floor((nowMs - Date.parse(instant)) / 60_000);
  if (minutes < 1) return { unit: "now", n: 0 };
  if (minutes < 90) return { unit: "minutes", n: minutes };
  if (minutes < 36 * 60) return { unit: "hours", n: Math.round(minutes / 60) };
  return { unit: "days", n: Math.round(minutes / 1440) };
}

import type { DayPoint } from "./series";

/** The day in the address, else the last one of which something is known and which is over. */
export function selectedIndex(days: readonly DayPoint[], wanted: string | undefined): number {
  const found = days.findIndex((day) => day.day === wanted);
  if (found >= 0) return found;
  const closed = days.findLastIndex((day) => day.units.point !== null && day.state !== "open");
  return closed >= 0 ? closed : days.length - 1;
}

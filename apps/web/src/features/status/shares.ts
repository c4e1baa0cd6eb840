/** Shares of good looks, in numbers that never say more than was seen. */
import type { Part } from "@/shared/api/shapes";

/** The least of a bar that trouble takes, so that a short one is seen as well. */
export const LEAST_LOST = 0.2;

/** The mean over the days that were watched; null when none was. */
export function meanOf(days: readonly Part["days"][number][]): number | null {
  const known = days.map((day) => day.well).filter((well) => well !== null);
  return known.length ? known.reduce((sum, well) => sum + well, 0) / known.length : null;
}

/** Percent, cut and never rounded up: 99.96 % is not a hundred. */
export function percentOf(share: number): number {
  const tenths = Math.floor(share * 1000 + 1e-9) / 10;
  return share < 1 ? Math.min(tenths, 99.9) : 100;
}

/** Shares as people read them, and never rounded to what they are not: `at most` goes up. */
import { NBSP } from "@/shared/format/numbers";

type Count = (value: number) => string;

/** 0.0234 → `2,4 %`: whole from ten per cent on, a tenth below; never 0 where it is not. */
export function atMostPercent(share: number, count: Count): string {
  const step = share >= 0.1 ? 100 : 1000;
  const value = Math.ceil(share * step - 1e-9) / (step / 100);
  return `${count(Math.min(value, 100))}${NBSP}%`;
}

/** A share as it is, to a whole per cent. */
export const percent = (share: number, count: Count): string => `${count(Math.round(share * 100))}${NBSP}%`;

/** A chance as a whole per cent, and never rounded to a certainty that it is not. */
export function chancePercent(chance: number, count: Count): string {
  if (chance > 0 && chance < 0.01) return `<${percent(0.01, count)}`;
  if (chance < 1 && chance > 0.99) return `>${percent(0.99, count)}`;
  return percent(chance, count);
}

/** 0.004 → 250: once in so many. A chance so small that it says nothing more ends at a million. */
export const onceIn = (chance: number): number =>
  chance <= 1e-6 ? 1_000_000 : Number((1 / chance).toPrecision(2));

/** Shares as people read them: `6,5 %`, a bias with its sign, a dash for what nobody knows. */
import { NBSP, UNKNOWN } from "@/shared/format/numbers";
import type { Term } from "./terms";

type Count = (value: number) => string;

export function percentWords(share: number | null, count: Count, term?: Term): string {
  if (share === null) return UNKNOWN;
  const size = Math.abs(share);
  const value = size >= 0.995 ? Math.round(share * 100) : Math.round(share * 1000) / 10;
  const sign = term === "bias" && value > 0 ? "+" : "";
  return `${sign}${count(value)}${NBSP}%`;
}

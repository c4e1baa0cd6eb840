/** Shares as people read them: `34 %`, `6,5 %`. */
import type { Ranged } from "@/shared/api/shapes";
import { NBSP, UNKNOWN, type EstimateWords } from "@/shared/format/numbers";

type Count = (value: number) => string;

/** Whole from ten per cent on, else one decimal. */
function number(share: number, size: number): number {
  const percent = share * 100;
  return Math.abs(size) >= 0.0995 ? Math.round(percent) : Math.round(percent * 10) / 10;
}

function words(ranged: Ranged, shown: (share: number, size: number) => string): EstimateWords {
  const { point, low, high } = ranged;
  if (point === null) return { point: UNKNOWN, range: null };
  const size = Math.max(Math.abs(point), Math.abs(high ?? 0));
  const said = `${shown(point, size)}${NBSP}%`;
  if (low === null || high === null) return { point: said, range: null };
  const [from, to] = [shown(low, size), shown(high, size)];
  return { point: said, range: from === to ? null : `${from} … ${to}${NBSP}%` };
}

export function shareWords(share: Ranged, count: Count): EstimateWords {
  return words(share, (value, size) => count(number(value, size)));
}

/** How much of the days that stock lasts is known: an end that is null lies beyond what is forecast. */
import type { RunsOut } from "@/shared/api/shapes";

export interface LeftWords {
  /** All of it lies beyond; only the low end is known; the high end is not; all is known. */
  kind: "beyond" | "open" | "from" | "between";
  point: number | null;
  low: number | null;
  high: number | null;
}

export function leftWords({ point, low, high }: RunsOut["days"]): LeftWords {
  const kind = low === null ? "beyond" : point === null ? "open" : high === null ? "from" : "between";
  return { kind, point, low, high };
}

/** Weights of the score's parts as a reader sets them: whole numbers from 0 to 100, of which only the proportions count. */
import type { PartName, PartWeights } from "@/shared/api/shapes";

export const PART_NAMES = [
  "velocity",
  "growth",
  "revenue",
  "concentration",
  "price_room",
  "rating",
  "stock",
] as const satisfies readonly PartName[];
/** Parts whose errors come from the same sales. */
export const OF_SALES = PART_NAMES.map((name) => ["velocity", "growth", "revenue", "stock"].includes(name));
export const MOST = 100;
export type Weights = Record<PartName, number>;

/** As they stand in an address, `velocity:25,growth:20`; undefined where they say nothing that can be weighed. */
export function readWeights(raw: unknown): Weights | undefined {
  if (typeof raw !== "string" || raw.length > 400) return undefined;
  const weights = Object.fromEntries(PART_NAMES.map((name) => [name, 0])) as Weights;
  for (const piece of raw.split(",")) {
    const [name, number, ...more] = piece.split(":");
    const known = PART_NAMES.find((each) => each === name);
    if (!known || !number || !/^\d{1,3}$/.test(number) || Number(number) > MOST || more.length > 0)
      return undefined;
    weights[known] = Number(number);
  }
  return weighs(weights) ? weights : undefined;
}

export function writeWeights(weights: Weights): string {
  return PART_NAMES.filter((name) => weights[name] > 0)
    .map((name) => `${name}:${weights[name]}`)
    .join(",");
}

/** Weights that add up to 1, as whole numbers. */
export function wholeWeights(weights: PartWeights): Weights {
  return Object.fromEntries(
    PART_NAMES.map((name) => [name, Math.round((weights[name] ?? 0) * MOST)]),
  ) as Weights;
}

export const weighs = (weights: Weights) => PART_NAMES.some((name) => weights[name] > 0);

/** Each part's share of all weights. */
export function shareOf(weights: Weights, name: PartName): number {
  const total = PART_NAMES.reduce((sum, each) => sum + weights[each], 0);
  return total > 0 ? weights[name] / total : 0;
}

export const sameWeights = (one: Weights, other: Weights) =>
  PART_NAMES.every((name) => one[name] === other[name]);

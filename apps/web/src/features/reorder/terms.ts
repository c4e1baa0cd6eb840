/** Terms as somebody writes them into fields, and what is wrong with them; limits as the api has them. */
import type { ReorderTerms } from "@/shared/api/shapes";

export const FIELDS = [
  "lead_days",
  "lead_spread_days",
  "service_level",
  "review_days",
  "least_pieces",
  "pack_pieces",
  "cost_uzs",
  "cash_uzs",
] as const;
export type TermField = (typeof FIELDS)[number];
export type Written = Record<TermField, string>;

/** The least and the most; the chance is written in per cent. */
export const LIMITS: Record<TermField, readonly [number, number]> = {
  lead_days: [0, 365],
  lead_spread_days: [0, 180],
  service_level: [50, 99.9],
  review_days: [1, 365],
  least_pieces: [0, 1_000_000],
  pack_pieces: [1, 100_000],
  cost_uzs: [0, 10_000_000_000],
  cash_uzs: [0, 1_000_000_000_000],
};
const WHOLE: readonly TermField[] = ["least_pieces", "pack_pieces", "cost_uzs", "cash_uzs"];
const MAY_BE_EMPTY: readonly TermField[] = ["cost_uzs", "cash_uzs"];
const MOST_ON_ORDER = 1_000_000;

export type Fault = "number" | "spread" | "cost";
export type Faults = Partial<Record<TermField | `coming:${string}`, Fault>>;

export function written(terms: ReorderTerms): Written {
  const told = (field: TermField) => {
    const value = terms[field];
    if (value === null) return "";
    return String(field === "service_level" ? Number((value * 100).toFixed(1)) : value);
  };
  return Object.fromEntries(FIELDS.map((field) => [field, told(field)])) as Written;
}

/** A number as people write it, with blanks between thousands and a comma or a point; NaN for what is none. */
export function numberOf(text: string): number {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/** Terms, or what is wrong with them. */
export function termsOf(
  values: Written,
  onOrder: Record<string, string>,
): { terms: ReorderTerms; faults: null } | { terms: null; faults: Faults } {
  const faults: Faults = {};
  const numbers = {} as Record<TermField, number | null>;
  for (const field of FIELDS) {
    const text = values[field].trim();
    const value = text === "" && MAY_BE_EMPTY.includes(field) ? null : numberOf(text);
    const [least, most] = LIMITS[field];
    const fits =
      value === null ||
      (value >= least && value <= most && (!WHOLE.includes(field) || Number.isInteger(value)));
    if (!fits) faults[field] = "number";
    numbers[field] = value;
  }
  const coming: Record<string, number> = {};
  for (const [sku, text] of Object.entries(onOrder)) {
    const pieces = text.trim() === "" ? 0 : numberOf(text);
    if (!(Number.isInteger(pieces) && pieces <= MOST_ON_ORDER)) faults[`coming:${sku}`] = "number";
    else if (pieces > 0) coming[sku] = pieces;
  }
  const { lead_days: lead, lead_spread_days: spread, cash_uzs: cash, cost_uzs: cost } = numbers;
  if (!faults.lead_days && !faults.lead_spread_days && (spread ?? 0) > (lead ?? 0))
    faults.lead_spread_days = "spread";
  if (!faults.cost_uzs && cash !== null && !cost) faults.cost_uzs = "cost";
  if (Object.keys(faults).length > 0) return { terms: null, faults };
  const level = Number(((numbers.service_level ?? 0) / 100).toFixed(4));
  return { terms: { ...(numbers as ReorderTerms), service_level: level, on_order: coming }, faults: null };
}

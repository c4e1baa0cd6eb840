/** What the accuracy page shows lives in the address. Defaults are left out of it. */
import type { AccuracyResult } from "@/shared/api/shapes";
import { TERMS, type Span, type Term } from "./terms";

export interface AccuracySearch {
  span?: Span;
  sort?: Term;
  source?: AccuracyResult["source"];
}

const isTerm = (value: unknown): value is Term => (TERMS as readonly unknown[]).includes(value);

export function readAccuracySearch(raw: Record<string, unknown>): AccuracySearch {
  const search: AccuracySearch = {};
  if (raw.span === "week" || raw.span === "month") search.span = raw.span;
  if (isTerm(raw.sort)) search.sort = raw.sort;
  if (raw.source === "file" || raw.source === "shop") search.source = raw.source;
  return search;
}

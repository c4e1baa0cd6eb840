/** Of what the next report is: in the address, so that other pages lead to it. */
import { readId } from "@/shared/address";

export const KINDS = ["watchlist", "category", "seller"] as const;
export type ReportKind = (typeof KINDS)[number];

export interface ReportsSearch {
  kind?: Exclude<ReportKind, "watchlist">;
  /** A list, a category or a shop. */
  id?: number;
}

export function readReportsSearch(raw: Record<string, unknown>): ReportsSearch {
  const kind = raw.kind === "category" || raw.kind === "seller" ? raw.kind : undefined;
  const id = readId(raw.id);
  return { ...(kind ? { kind } : {}), ...(id === undefined ? {} : { id }) };
}

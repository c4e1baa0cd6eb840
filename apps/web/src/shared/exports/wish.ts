/** What of a table is taken home: its filters as they stand in an address, and its order. */
import type { Query } from "@/shared/api/client";
import type { ExportTable } from "@/shared/api/shapes";

export interface TableWish {
  table: string;
  filters: Query;
}

/** The filters as an address for spreadsheets keeps them; the order apart, and nothing that is not there. */
export function toKept({ sort, ...filters }: Query): { sort?: string; filters: Record<string, unknown> } {
  const kept = Object.entries(filters).filter(([, value]) => value !== undefined && value !== "");
  return {
    ...(sort === undefined ? {} : { sort: String(sort) }),
    filters: Object.fromEntries(kept.map(([name, value]) => [name, plain(value)])),
  };
}

const plain = (value: unknown): unknown => (value === "true" ? true : value === "false" ? false : value);

/** Columns without those that an organisation wrote itself, which no address shows. */
export function withoutPrivate(
  columns: string | undefined,
  table: ExportTable | undefined,
): string | undefined {
  if (columns === undefined || table === undefined) return columns;
  const own = new Set(
    table.choices.filter((one) => one.columns.some((c) => c.private)).map((one) => one.name),
  );
  return columns
    .split(",")
    .filter((name) => !own.has(name))
    .join(",");
}

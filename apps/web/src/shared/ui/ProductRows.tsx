/** A list of products: a table where there is room, else cards. A page may add a box to tick and words of its own to each. */
import type { ReactNode } from "react";
import type { ProductRow } from "@/shared/api/shapes";
import type { Sort } from "@/shared/sorts";
import { ProductCards } from "./ProductCards";
import { ProductTable } from "./ProductTable";
import { useNow } from "./useNow";
import { useWide } from "./useWide";

export interface Added<R> {
  /** A box to tick, and what its column is called. */
  pick?: { label: string; of: (row: R) => ReactNode };
  /** Stands below what everybody sees of the product. */
  below?: (row: R) => ReactNode;
}

interface Props<R> extends Added<R> {
  rows: R[];
  /** Without one it is the usual order; `null` is no order of these columns. */
  sort: Sort | null | undefined;
  onSort: (sort: Sort) => void;
}

export function ProductRows<R extends ProductRow>({ rows, sort, onSort, ...added }: Props<R>) {
  const wide = useWide();
  const now = useNow();
  if (wide) return <ProductTable rows={rows} now={now} sort={sort} onSort={onSort} {...added} />;
  return <ProductCards rows={rows} now={now} {...added} />;
}

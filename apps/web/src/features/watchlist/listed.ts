/** What the table and the cards of the watchlist are handed alike. */
import type { ReactNode } from "react";
import type { Mark, WatchedProduct } from "@/shared/api/shapes";
import type { Column, WatchSort } from "./columns";

export interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

export interface Listed {
  rows: WatchedProduct[];
  total: number;
  now: number;
  columns: readonly Column[];
  sort: WatchSort;
  onSort: (sort: WatchSort) => void;
  pages: Paged;
  /** A box to tick, for who may do something with what is ticked. */
  pick?: (row: WatchedProduct) => ReactNode;
  onMark?: (row: WatchedProduct, mark: Mark | null) => void;
  onEdit?: (row: WatchedProduct) => void;
  /** Stands below a product; nothing where nothing is to be said. */
  below: (row: WatchedProduct) => ReactNode;
}

/** So many products before the end of what is there, more is asked for. */
export const AHEAD = 40;

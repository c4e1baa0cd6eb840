/** What the page asks of the sums of one's own shop; all of it is asked again when the connection changes. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, type Query } from "@/shared/api/client";
import { paced } from "@/shared/api/pace";
import { sendFile } from "@/shared/api/sendFile";
import type {
  OwnCash,
  OwnDays,
  OwnDifference,
  OwnGoods,
  OwnLosses,
  OwnPurchaseFile,
  OwnPurchases,
  OwnReorder,
} from "@/shared/api/shapes";

const PAGE = 50;
const meta = { personal: true };
const refetchInterval = paced(300_000);

export const daysQuery = (span: Query) =>
  queryOptions({
    queryKey: ["own", "days", span],
    queryFn: ({ signal }) => get<OwnDays>("/own-shop/days", span, signal),
    refetchInterval,
    meta,
  });

export const goodsQuery = (asked: Query) =>
  infiniteQueryOptions({
    queryKey: ["own", "goods", asked],
    queryFn: ({ pageParam, signal }) =>
      get<OwnGoods>("/own-shop/goods", { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    meta,
  });

/** Variants of these words, to choose one. */
export const variantsQuery = (q: string) =>
  queryOptions({
    queryKey: ["own", "variants", q],
    queryFn: ({ signal }) => get<OwnGoods>("/own-shop/goods", { q, limit: 8 }, signal),
    enabled: q !== "",
    meta,
  });

export const purchasesQuery = infiniteQueryOptions({
  queryKey: ["own", "purchases"],
  queryFn: ({ pageParam, signal }) =>
    get<OwnPurchases>("/own-shop/purchases", { limit: PAGE, cursor: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  meta,
});

export const lossesQuery = (asked: Query) =>
  queryOptions({
    queryKey: ["own", "losses", asked],
    queryFn: ({ signal }) => get<OwnLosses>("/own-shop/losses", asked, signal),
    refetchInterval,
    meta,
  });

export const differenceQuery = (span: Query) =>
  queryOptions({
    queryKey: ["own", "difference", span],
    queryFn: ({ signal }) => get<OwnDifference>("/own-shop/difference", span, signal),
    meta,
  });

export const cashQuery = (asked: Query) =>
  queryOptions({
    queryKey: ["own", "cash", asked],
    queryFn: ({ signal }) => get<OwnCash>("/own-shop/cash", asked, signal),
    refetchInterval,
    meta,
  });

export const ordersQuery = (asked: Query) =>
  infiniteQueryOptions({
    queryKey: ["own", "reorder", asked],
    queryFn: ({ pageParam, signal }) =>
      get<OwnReorder>("/own-shop/reorder", { ...asked, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    meta,
  });

export type Columns = Partial<Record<PurchaseColumn, number>>;
export const PURCHASE_COLUMNS = ["sku", "day", "pieces", "cost", "note"] as const;
export type PurchaseColumn = (typeof PURCHASE_COLUMNS)[number];

interface Reading {
  file: File;
  /** None: as the file's head says. */
  columns?: Columns;
  keep: boolean;
}

/** Sends a file of purchases to be read, or to be taken in. */
export function sendPurchases({ file, columns, keep }: Reading): Promise<OwnPurchaseFile> {
  const said = columns && Object.entries(columns).map(([name, at]) => `${name}:${at}`);
  const query = { columns: said?.join(","), keep: keep && "true" };
  return sendFile<OwnPurchaseFile>("/own-shop/purchases/file", file, query);
}

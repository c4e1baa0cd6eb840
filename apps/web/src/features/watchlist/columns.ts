/** The columns of the watchlist: which there are, which are shown, in what order, and by what each is sorted. */
import type { TextKey } from "@/shared/texts/keys";

export const COLUMNS = [
  "mark",
  "price",
  "list_price",
  "stock",
  "units_today",
  "units_1",
  "units_7",
  "units_28",
  "revenue_1",
  "revenue_7",
  "revenue_28",
  "growth",
  "orders",
  "reviews",
  "rating",
  "seller",
  "category",
  "tags",
  "note",
  "first_seen",
  "seen",
] as const;
export type Column = (typeof COLUMNS)[number];
export const DEFAULT_COLUMNS: readonly Column[] = [
  "price",
  "units_7",
  "units_1",
  "units_today",
  "revenue_7",
  "stock",
  "seen",
];

/** The product itself is always shown, and alone where nothing else is chosen. */
export type Heading = Column | "title";
export const HEADINGS: Record<Heading, TextKey> = {
  title: "col.product",
  mark: "watch.mark",
  price: "col.price",
  list_price: "cols.list_price",
  stock: "col.stock",
  units_today: "col.units_today",
  units_1: "col.units_1",
  units_7: "col.units_7",
  units_28: "cols.units_28",
  revenue_1: "cols.revenue_1",
  revenue_7: "col.revenue_7",
  revenue_28: "cols.revenue_28",
  growth: "growth.title",
  orders: "product.orders",
  reviews: "cols.reviews",
  rating: "cols.rating",
  seller: "cols.seller",
  category: "filter.category",
  tags: "watch.tags",
  note: "watch.note",
  first_seen: "cols.first_seen",
  seen: "col.seen",
};

/** Widths at least, in rem; where there is room, columns share it. */
export const WIDTHS: Record<Heading, number> = {
  title: 19,
  mark: 13,
  price: 8.5,
  list_price: 8.5,
  stock: 6,
  units_today: 6.5,
  units_1: 6.5,
  units_7: 7.5,
  units_28: 7.5,
  revenue_1: 8.5,
  revenue_7: 8.5,
  revenue_28: 8.5,
  growth: 8.5,
  orders: 7,
  reviews: 6.5,
  rating: 5.5,
  seller: 10,
  category: 10,
  tags: 10,
  note: 15,
  first_seen: 8.5,
  seen: 7.5,
};

/** What is read rather than compared stands at the beginning of its cell. */
export const WORDED: ReadonlySet<Column> = new Set<Column>(["mark", "seller", "category", "tags", "note"]);

type Sortable = Exclude<Heading, "tags">;
export type WatchSort = Sortable | `-${Sortable}`;
export const DEFAULT_SORT: WatchSort = "-units_7";
/** What one wants to see first from its beginning; of everything else the most. */
const RISING: ReadonlySet<Heading> = new Set<Heading>([
  "title",
  "price",
  "list_price",
  "seller",
  "category",
  "mark",
  "note",
]);
export const SORTABLE: readonly Sortable[] = [
  "title",
  ...COLUMNS.filter((column): column is Exclude<Column, "tags"> => column !== "tags"),
];

export const isSortable = (heading: Heading): heading is Sortable => heading !== "tags";
export const sortedBy = (sort: WatchSort): Sortable => sort.replace(/^-/, "") as Sortable;
export const falls = (sort: WatchSort): boolean => sort.startsWith("-");
export const turned = (sort: WatchSort): WatchSort =>
  falls(sort) ? sortedBy(sort) : (`-${sort}` as WatchSort);
export const firstSort = (heading: Sortable): WatchSort => (RISING.has(heading) ? heading : `-${heading}`);

/** The order after a press on a heading: its own first, and then the other way round. */
export const nextSort = (heading: Sortable, now: WatchSort): WatchSort =>
  sortedBy(now) === heading ? turned(now) : firstSort(heading);

/** The order an address asks for; none where it is the usual one, or no order at all. */
export function readWatchSort(value: unknown): WatchSort | undefined {
  if (typeof value !== "string" || value === DEFAULT_SORT) return undefined;
  return (SORTABLE as readonly string[]).includes(value.replace(/^-/, "")) ? (value as WatchSort) : undefined;
}

/** Columns as an address or this device has them; none where it has none. */
export function readColumns(value: unknown): string | undefined {
  if (typeof value !== "string" || !value) return undefined;
  const known = columnsOf(value.slice(0, 400));
  return known.length > 0 || value === "title" ? writeColumns(known) : undefined;
}

export const columnsOf = (text: string): Column[] =>
  [...new Set(text.split(","))].filter((one): one is Column => (COLUMNS as readonly string[]).includes(one));

export const writeColumns = (columns: readonly Column[]): string => columns.join(",") || "title";

const KEY = "ventra.watchlist-columns";

/** The columns last chosen on this device. */
export function rememberedColumns(): string | undefined {
  try {
    return readColumns(localStorage.getItem(KEY));
  } catch (forbidden) {
    console.info("columns are not remembered", forbidden);
    return undefined;
  }
}

export function rememberColumns(columns: readonly Column[] | null): void {
  try {
    if (columns) localStorage.setItem(KEY, writeColumns(columns));
    else localStorage.removeItem(KEY);
  } catch (forbidden) {
    console.info("columns are not remembered", forbidden);
  }
}

/** The same with a column one place nearer to the beginning, or further from it. */
export function moved(columns: readonly Column[], column: Column, by: -1 | 1): Column[] {
  const at = columns.indexOf(column);
  const to = at + by;
  if (at < 0 || to < 0 || to >= columns.length) return [...columns];
  const next = columns.filter((one) => one !== column);
  next.splice(to, 0, column);
  return next;
}

/** The list where there is room: one row a product, headings that sort. */
import type { ReactNode } from "react";
import type { ProductRow } from "@/shared/api/shapes";
import { DEFAULT_SORT, type Sort } from "@/shared/sorts";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "./EstimateFigure";
import { Freshness } from "./Freshness";
import { Grown } from "./GrowthFigure";
import { Price } from "./Price";
import type { Added } from "./ProductRows";
import { ProductOrigin } from "./ProductOrigin";
import { ProductLink } from "./ProductLink";
import { ProductTile } from "./ProductTile";

interface Column {
  key: TextKey;
  sorts: readonly [Sort, Sort?];
  width?: string;
}

const COLUMNS: Column[] = [
  { key: "col.price", sorts: ["price", "-price"], width: "w-[11.5%]" },
  { key: "col.units_7", sorts: ["-units_7"], width: "w-[11%]" },
  { key: "col.units_1", sorts: ["-units_1"] },
  { key: "col.units_today", sorts: ["-units_today"] },
  { key: "col.revenue_7", sorts: ["-revenue_7"], width: "w-[11.5%]" },
];

interface Props<R> extends Added<R> {
  rows: R[];
  now: number;
  sort: Sort | null | undefined;
  onSort: (sort: Sort) => void;
}

export function ProductTable<R extends ProductRow>(props: Props<R>) {
  const { pick, below } = props;
  const { t } = useTexts();
  return (
    <div className="sheet">
      <table className="w-full table-fixed border-collapse text-sm">
        <thead className="border-b border-rule-strong text-soft">
          <tr>
            {pick && (
              <th scope="col" className="w-12">
                <span className="sr-only">{pick.label}</span>
              </th>
            )}
            <th scope="col" className="w-[26%] py-2 ps-4 text-start font-medium">
              {t("col.product")}
            </th>
            {COLUMNS.map((column) => (
              <SortHeading
                key={column.key}
                column={column}
                sort={props.sort === undefined ? DEFAULT_SORT : props.sort}
                onSort={props.onSort}
              />
            ))}
            <th scope="col" className="w-[8%] px-2 py-2 text-end font-medium">
              {t("col.stock")}
            </th>
            <th scope="col" className="py-2 ps-2 pe-4 text-end font-medium">
              {t("col.seen")}
            </th>
          </tr>
        </thead>
        {props.rows.map((row) => (
          <Body key={row.product_id} row={row} now={props.now} pick={pick?.of(row)} below={below?.(row)} />
        ))}
      </table>
    </div>
  );
}

function SortHeading({
  column,
  sort,
  onSort,
}: {
  column: Column;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
}) {
  const { t } = useTexts();
  const [first, second] = column.sorts;
  const active = sort === first || sort === second;
  const next = sort === first && second ? second : first;
  const rising = active && !sort.startsWith("-");
  return (
    <th
      scope="col"
      aria-sort={active ? (rising ? "ascending" : "descending") : "none"}
      className={`px-2 text-end font-medium ${column.width ?? ""}`}
    >
      <button
        type="button"
        className={`min-h-11 text-end hover:text-ink ${active ? "font-semibold text-ink" : ""}`}
        onClick={() => onSort(next)}
      >
        {active && (
          <span aria-hidden="true" className="text-accent">
            {rising ? "↑ " : "↓ "}
          </span>
        )}
        {t(column.key)}
      </button>
    </th>
  );
}

interface BodyProps {
  row: ProductRow;
  now: number;
  pick: ReactNode;
  below: ReactNode;
}

function Body({ row, now, pick, below }: BodyProps) {
  return (
    <tbody className="border-b border-rule last:border-b-0 hover:bg-sunk">
      <Row row={row} now={now} pick={pick} />
      {below && (
        <tr>
          {pick && <td />}
          <td colSpan={COLUMNS.length + 3} className="px-4 pb-3">
            {below}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Row({ row, now, pick }: Omit<BodyProps, "below">) {
  const { t, format } = useTexts();
  const title = format.title(row.titles);
  return (
    <tr className="align-top">
      {pick && <td className="pt-3">{pick}</td>}
      <th scope="row" className="py-3 ps-4 pe-2 text-start font-normal">
        <div className="flex gap-3">
          <ProductTile id={row.product_id} title={title} photoUrl={row.photo_url} />
          <div className="min-w-0">
            <ProductLink
              product={row}
              className="line-clamp-2 font-medium hover:text-accent hover:underline"
            />
            <ProductOrigin row={row} category />
            {row.state === "gone" && <p className="text-xs text-bad">✕ {t("product.gone")}</p>}
          </div>
        </div>
      </th>
      <td className="numeric px-2 py-3">
        <Price price={row.price_uzs} list={row.list_price_uzs} stacked />
      </td>
      <td className="numeric px-2 py-3">
        <EstimateFigure estimate={row.figures.days_7} align="end" />
        <Grown growth={row.figures.growth_7} align="end" terse />
      </td>
      <td className="numeric px-2 py-3">
        <EstimateFigure estimate={row.figures.day_1} align="end" />
      </td>
      <td className="numeric px-2 py-3">
        <EstimateFigure estimate={row.figures.today} align="end" />
      </td>
      <td className="numeric px-2 py-3">
        <EstimateFigure estimate={row.figures.revenue_7} kind="revenue" align="end" />
      </td>
      <td className="numeric px-2 py-3">
        {row.stock === 0 ? (
          <span className="whitespace-normal text-bad">✕ {t("stock.none")}</span>
        ) : (
          format.count(row.stock)
        )}
      </td>
      <td className="numeric py-3 ps-2 pe-4">
        <Freshness seenAt={row.seen_at} now={now} />
      </td>
    </tr>
  );
}

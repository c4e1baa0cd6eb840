/** Variants with their sums: a table that sorts where there is room, cards where there is not. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { OwnGood } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import type { GoodSort } from "./search";
import { Sum } from "./Sum";
import { useMoney } from "./useMoney";

const COLUMNS = ["units", "revenue", "profit", "margin", "returned", "stock", "held"] as const;
type Column = (typeof COLUMNS)[number];

/** A row's cells in words; null is not known. */
function useCells(): (row: OwnGood) => Record<Column, string | null> {
  const { format } = useTexts();
  const money = useMoney();
  return (row) => ({
    units: format.count(row.units),
    revenue: money(row.revenue_uzs),
    profit: money(row.profit_uzs),
    margin: row.margin_pct === null ? null : `${format.count(Math.round(row.margin_pct * 10) / 10)} %`,
    returned: format.count(row.returned),
    stock: row.fbo === null && row.fbs === null ? null : format.count((row.fbo ?? 0) + (row.fbs ?? 0)),
    held: money(row.held_uzs),
  });
}

const keyOf = (row: OwnGood) => `${row.shop_id} ${row.sku_id ?? `p${row.product_id ?? ""}`}`;
const inferred = ({ cost_basis: by }: OwnGood) =>
  by === "cabinet" || by === "both" ? "inferred" : "measured";

interface TableProps {
  rows: readonly OwnGood[];
  sort: GoodSort;
  onSort: (sort: GoodSort) => void;
}

export function GoodTable({ rows, sort, onSort }: TableProps) {
  const { t } = useTexts();
  const cellsOf = useCells();
  return (
    <div className="sheet overflow-hidden">
      <table className="w-full table-fixed border-collapse text-sm">
        <thead className="border-b border-rule-strong align-bottom text-soft">
          <tr>
            <th scope="col" className="w-[26%] py-2 ps-4 text-start font-medium">
              {t("ownsums.variant")}
            </th>
            {COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                aria-sort={sort === `-${column}` ? "descending" : undefined}
                className="px-2 py-1 text-end font-medium last:pe-4"
              >
                <button
                  type="button"
                  className={`min-h-9 text-end hover:text-ink ${sort === `-${column}` ? "font-semibold text-accent" : ""}`}
                  onClick={() => onSort(`-${column}`)}
                >
                  {t(`ownsums.sort.${column}`)}
                  <span aria-hidden="true">{sort === `-${column}` ? " ↓" : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const cells = cellsOf(row);
            return (
              <tr key={keyOf(row)} className="border-b border-rule align-top last:border-b-0 hover:bg-sunk">
                <th scope="row" className="py-2 ps-4 pe-2 text-start font-normal">
                  <Name row={row} />
                </th>
                {COLUMNS.map((column) => (
                  <td
                    key={column}
                    className={`numeric px-2 py-2 whitespace-normal last:pe-4 ${column === "profit" && (row.profit_uzs ?? 0) < 0 ? "text-bad" : ""}`}
                  >
                    {cells[column] ?? <span className="text-xs text-soft">{t("estimate.unknown")}</span>}
                    {column === "profit" && row.profit_uzs === null && row.cost_basis === "none" && (
                      <span className="block text-xs text-soft">{t("ownsums.cost_by.none")}</span>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function GoodCards({ rows }: { rows: readonly OwnGood[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {rows.map((row) => (
        <li key={keyOf(row)} className="sheet flex flex-col gap-2 p-3">
          <Name row={row} />
          <Cells row={row} />
        </li>
      ))}
    </ul>
  );
}

function Cells({ row }: { row: OwnGood }) {
  const { t } = useTexts();
  const cells = useCells()(row);
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {COLUMNS.map((column) => (
        <Sum
          key={column}
          name={t(`ownsums.sort.${column}`)}
          value={cells[column]}
          basis={column === "profit" || column === "margin" ? inferred(row) : "measured"}
          bad={column === "profit" && (row.profit_uzs ?? 0) < 0}
          below={
            column === "profit" && row.profit_uzs === null && row.cost_basis === "none"
              ? t("ownsums.cost_by.none")
              : undefined
          }
        />
      ))}
    </dl>
  );
}

/** The variant's names; the product's leads to its page. */
function Name({ row }: { row: OwnGood }): ReactNode {
  const { t } = useTexts();
  const { product_id: id, sku_id: sku } = row;
  const title = row.product_title ?? row.title ?? (id === null ? null : `№ ${id}`);
  if (sku === null && title === null) return <span className="text-soft">{t("ownsums.no_variant")}</span>;
  return (
    <span className="flex min-w-0 flex-col">
      {id === null ? (
        <span dir="auto" className="line-clamp-2 font-medium wrap-anywhere">
          {title}
        </span>
      ) : (
        <Link
          to="/p/$id"
          params={{ id: String(id) }}
          dir="auto"
          title={title ?? undefined}
          className="line-clamp-2 font-medium wrap-anywhere hover:text-accent hover:underline"
        >
          {title}
        </Link>
      )}
      <span dir="auto" className="line-clamp-2 text-xs wrap-anywhere text-soft">
        {sku === null
          ? t("ownsums.no_variant")
          : [row.title === title ? null : row.title, row.code ?? `SKU ${sku}`].filter(Boolean).join(" · ")}
      </span>
    </span>
  );
}

/** The watchlist where there is room: the columns chosen, and of the rows only those in sight. It scrolls within its frame. */
import { useMemo, useRef, type ReactNode } from "react";
import type { WatchedProduct } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductTile } from "@/shared/ui/ProductTile";
import { Cell } from "./Cell";
import {
  falls,
  HEADINGS,
  isSortable,
  nextSort,
  sortedBy,
  WIDTHS,
  WORDED,
  type Column,
  type Heading,
  type WatchSort,
} from "./columns";
import type { Listed } from "./listed";
import { useInSight } from "./useInSight";
import { useMore } from "./useMore";

const PICK_REM = 3;
const ROW_PX = 108;

export function Table(props: Listed) {
  const { rows, columns, pages, pick } = props;
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLTableElement>(null);
  const keys = useMemo(() => rows.map((row) => row.product_id), [rows]);
  const shown = useInSight({ name: "table", keys, usualPx: ROW_PX, list, box });
  useMore(shown.end, rows.length, pages);
  const headings: Heading[] = ["title", ...columns];
  const rem = headings.reduce((sum, heading) => sum + WIDTHS[heading], pick ? PICK_REM : 0);
  const span = headings.length + (pick ? 1 : 0);
  return (
    <div
      ref={box}
      data-scroll-restoration-id="watchlist"
      role="group"
      aria-label={t("watch.products")}
      tabIndex={0}
      className="sheet relative max-h-[max(26rem,calc(100dvh-6rem))] overflow-auto overscroll-x-contain [overflow-anchor:none]"
    >
      <table
        ref={list}
        aria-rowcount={props.total + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: `${rem}rem` }}
      >
        <colgroup>
          {pick && <col style={{ width: `${PICK_REM}rem` }} />}
          {headings.map((heading) => (
            <col key={heading} style={{ width: `${(WIDTHS[heading] / rem) * 100}%` }} />
          ))}
        </colgroup>
        <Head headings={headings} picks={Boolean(pick)} sort={props.sort} onSort={props.onSort} />
        <Space height={shown.before} span={span} />
        {rows.slice(shown.first, shown.end).map((row, at) => (
          <tbody key={row.product_id} data-line={shown.first + at} className="group">
            <Row {...props} row={row} place={shown.first + at + 2} />
            <Below span={span} picks={Boolean(pick)}>
              {props.below(row)}
            </Below>
          </tbody>
        ))}
        <Space height={shown.after} span={span} />
      </table>
    </div>
  );
}

/** Stands for the rows out of sight. */
function Space({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td colSpan={span} style={{ height }} className="p-0" />
      </tr>
    </tbody>
  );
}

interface HeadProps {
  headings: readonly Heading[];
  picks: boolean;
  sort: WatchSort;
  onSort: (sort: WatchSort) => void;
}

const HEAD = "sticky top-0 z-10 border-b border-rule-strong bg-sheet px-2 font-medium text-soft";

function Head({ headings, picks, sort, onSort }: HeadProps) {
  const { t } = useTexts();
  return (
    <thead>
      <tr aria-rowindex={1}>
        {picks && (
          <th scope="col" className={`${HEAD} start-0 z-20`}>
            <span className="sr-only">{t("watch.pick")}</span>
          </th>
        )}
        {headings.map((heading) => {
          const active = sortedBy(sort) === heading;
          const start = heading === "title" || WORDED.has(heading);
          return (
            <th
              key={heading}
              scope="col"
              aria-sort={active ? (falls(sort) ? "descending" : "ascending") : "none"}
              className={`${HEAD} ${start ? "text-start" : "text-end"} ${heading === "title" ? `z-20 ${edge(picks)}` : ""}`}
            >
              {isSortable(heading) ? (
                <button
                  type="button"
                  className={`min-h-11 hover:text-ink ${start ? "text-start" : "text-end"} ${active ? "font-semibold text-ink" : ""}`}
                  onClick={() => onSort(nextSort(heading, sort))}
                >
                  {active && (
                    <span aria-hidden="true" className="text-accent">
                      {falls(sort) ? "↓ " : "↑ "}
                    </span>
                  )}
                  {t(HEADINGS[heading])}
                </button>
              ) : (
                t(HEADINGS[heading])
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** Where the product's own column stays while the others are pushed aside. */
const edge = (picks: boolean) => (picks ? "start-12" : "start-0 ps-4");

function Row({ row, place, ...props }: Listed & { row: WatchedProduct; place: number }) {
  const { columns, now, pick, onMark, onEdit } = props;
  const still = "sticky z-[5] bg-sheet group-hover:bg-sunk";
  const marks = (column: Column) =>
    column === "mark"
      ? {
          onMark: onMark && ((mark: WatchedProduct["mark"]) => onMark(row, mark)),
          onEdit: onEdit && (() => onEdit(row)),
        }
      : {};
  return (
    <tr className="align-top group-hover:bg-sunk" aria-rowindex={place}>
      {pick && <td className={`${still} start-0 border-t border-rule pt-3`}>{pick(row)}</td>}
      <th
        scope="row"
        className={`${still} ${edge(Boolean(pick))} border-t border-rule px-2 py-3 text-start font-normal`}
      >
        <Product row={row} />
      </th>
      {columns.map((column) => (
        <td
          key={column}
          className={`border-t border-rule px-2 py-3 ${WORDED.has(column) ? "text-start" : "numeric"} ${column === columns.at(-1) ? "pe-4" : ""}`}
        >
          <Cell column={column} row={row} now={now} align="end" {...marks(column)} />
        </td>
      ))}
    </tr>
  );
}

function Product({ row }: { row: WatchedProduct }) {
  const { t, format } = useTexts();
  const title = format.title(row.titles);
  return (
    <div className="flex gap-3">
      <ProductTile id={row.product_id} title={title} photoUrl={row.photo_url} />
      <div className="min-w-0">
        <ProductLink product={row} className="line-clamp-3 font-medium hover:text-accent hover:underline" />
        {row.state === "gone" && <p className="text-xs text-bad">✕ {t("product.gone")}</p>}
      </div>
    </div>
  );
}

function Below({ span, picks, children }: { span: number; picks: boolean; children: ReactNode }) {
  if (!children) return null;
  return (
    <tr className="group-hover:bg-sunk">
      {picks && <td />}
      <td colSpan={picks ? span - 1 : span} className="pb-3">
        <div className={`sticky ${picks ? "start-14" : "start-4"} w-fit max-w-[60rem] px-2`}>{children}</div>
      </td>
    </tr>
  );
}

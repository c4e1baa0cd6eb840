/** The first lines of a file, with what each column is. */
import type { ForeignTable } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

const NAMES = [
  "product",
  "title",
  "sku",
  "day",
  "price",
  "sold",
  "revenue",
  "stock",
  "reviews",
  "category",
  "seller",
] as const;
export type Columns = ForeignTable["columns"];

/** Columns as an address says them: `product:0,title:2`. */
export const written = (columns: Columns) =>
  Object.entries(columns)
    .map(([name, at]) => `${name}:${at}`)
    .join(",");

interface Props {
  told: ForeignTable;
  onSay: (columns: Columns, headLines: number) => void;
}

export function ColumnsTable({ told, onSay }: Props) {
  const { t } = useTexts();
  const width = Math.max(0, ...told.cells.map((row) => row.length));
  const columns: Partial<Record<string, number>> = told.columns;
  const nameOf = (at: number) => NAMES.find((name) => columns[name] === at) ?? "";
  const name = (at: number, as: string) => {
    const others = Object.entries(columns).filter(([column, place]) => place !== at && column !== as);
    onSay(Object.fromEntries(as ? [...others, [as, at]] : others) as Columns, told.head_lines);
  };
  return (
    <>
      <label className="flex w-fit flex-col gap-1 text-sm text-soft">
        {t("foreign.head_lines")}
        <select
          className="field text-ink"
          value={told.head_lines}
          onChange={(event) => onSay(told.columns, Number(event.target.value))}
        >
          {[0, 1, 2, 3, 4, 5].map((n) => (
            <option key={n}>{n}</option>
          ))}
        </select>
      </label>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("foreign.columns")}>
        <table className="text-sm">
          <thead>
            <tr>
              {Array.from({ length: width }, (_, at) => (
                <th key={at} className="p-1 text-start font-normal">
                  <select
                    aria-label={t("foreign.column_of", { n: at + 1 })}
                    className="field min-w-56 text-ink"
                    value={nameOf(at)}
                    onChange={(event) => name(at, event.target.value)}
                  >
                    <option value="">{t("foreign.column.none")}</option>
                    {NAMES.map((column) => (
                      <option key={column} value={column}>
                        {t(`foreign.column.${column}`)}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.cells.map((row, line) => (
              <tr key={line} className={`border-t border-rule ${line < told.head_lines ? "text-soft" : ""}`}>
                {Array.from({ length: width }, (_, at) => (
                  <td key={at} dir="auto" className="max-w-60 p-1 wrap-anywhere">
                    {row[at] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

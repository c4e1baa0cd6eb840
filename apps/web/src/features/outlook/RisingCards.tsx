/** What rises, on a phone: one card each. */
import { useTexts } from "@/shared/texts/texts";
import { columnsOf } from "./columns";
import { keyOf, type Listed } from "./RisingRows";
import { Subject } from "./Subject";

export function RisingCards({ kind, rows, now }: Pick<Listed, "kind" | "rows" | "now">) {
  const { t } = useTexts();
  const columns = columnsOf(kind);
  return (
    <ol className="grid gap-3 sm:grid-cols-2">
      {rows.map((row) => (
        <li key={keyOf(row)} className="sheet flex min-w-0 flex-col gap-3 p-3">
          <div className="flex gap-3">
            <p className="w-7 shrink-0 font-head text-lg leading-tight">
              <span className="sr-only">{t("rising.col.rank")} </span>
              {row.rank}
            </p>
            <Subject row={row} now={now} />
          </div>
          <dl className="grid grid-cols-2 gap-x-3 gap-y-2 border-t border-rule pt-2 text-sm">
            {columns.map(({ key, of }) => (
              <div key={key} className="min-w-0">
                <dt className="text-xs text-soft wrap-anywhere">{t(key)}</dt>
                <dd>{of(row, "start")}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}

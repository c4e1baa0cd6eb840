/** Purchases from a file: it is read, its columns are confirmed, and its lines are taken in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "@/shared/api/client";
import type { OwnPurchaseFile } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useRun } from "@/shared/told/useRun";
import { useProblemText } from "@/shared/ui/states";
import { PURCHASE_COLUMNS, sendPurchases, type Columns } from "./queries";

export default function PurchaseFile({ onDone }: { onDone: () => void }) {
  const { t } = useTexts();
  const problem = useProblemText();
  const client = useQueryClient();
  const { offer } = useRun(["own"]);
  const [file, setFile] = useState<File | null>(null);
  const sending = useMutation({
    mutationFn: sendPurchases,
    onSuccess: async (read) => {
      if (!read.kept) return;
      offer(t("ownsums.taken_in", { n: read.readable }));
      onDone();
      await client.invalidateQueries({ queryKey: ["own"] });
    },
  });
  const [read, setRead] = useState<OwnPurchaseFile | null>(null);
  const look = (chosen: File, columns?: Columns) =>
    sending.mutate({ file: chosen, columns, keep: false }, { onSuccess: setRead });
  return (
    <div className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <p className="max-w-prose text-sm text-soft">{t("ownsums.file_text")}</p>
      <label className="button w-fit cursor-pointer focus-within:outline-2">
        {t(sending.isPending ? "ownsums.reading" : "ownsums.choose_file")}
        <input
          type="file"
          className="sr-only"
          accept=".csv,.tsv,.txt,.xlsx"
          disabled={sending.isPending}
          onChange={(event) => {
            const chosen = event.target.files?.item(0);
            event.target.value = "";
            if (!chosen) return;
            setFile(chosen);
            setRead(null);
            look(chosen);
          }}
        />
      </label>
      {sending.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(sending.error)}{" "}
          {sending.error instanceof ApiProblem ? (sending.error.problem.detail ?? "") : ""}
        </p>
      )}
      {file && read && (
        <>
          <p dir="auto" className="font-medium wrap-anywhere">
            {file.name}
          </p>
          <Cells read={read} busy={sending.isPending} onChange={(columns) => look(file, columns)} />
          {read.needed.length > 0 && (
            <p role="status" className="text-sm text-warn">
              △{" "}
              {t("ownsums.needed", {
                columns: read.needed.map((name) => t(`ownsums.column.${name as "sku"}`)).join(", "),
              })}
            </p>
          )}
          <Bad read={read} />
          <button
            type="button"
            className="button button-main self-start"
            disabled={sending.isPending || read.readable === 0 || read.needed.length > 0}
            onClick={() => sending.mutate({ file, columns: read.columns as Columns, keep: true })}
          >
            {t("ownsums.take_in", { n: read.readable })}
          </button>
        </>
      )}
    </div>
  );
}

interface CellsProps {
  read: OwnPurchaseFile;
  busy: boolean;
  onChange: (columns: Columns) => void;
}

/** The first lines of the file, with what each column is above it. */
function Cells({ read, busy, onChange }: CellsProps) {
  const { t } = useTexts();
  const columns = read.columns as Columns;
  const width = Math.max(0, ...read.cells.map((row) => row.length));
  const nameOf = (at: number) => PURCHASE_COLUMNS.find((name) => columns[name] === at) ?? "";
  const name = (at: number, as: string) => {
    const others = Object.entries(columns).filter(([column, place]) => place !== at && column !== as);
    const next = as ? [...others, [as, at] as const] : others;
    if (next.length > 0) onChange(Object.fromEntries(next));
  };
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("ownsums.columns")}>
      <table className="text-sm">
        <thead>
          <tr>
            {Array.from({ length: width }, (_, at) => (
              <th key={at} className="p-1 text-start font-normal">
                <select
                  aria-label={t("ownsums.column_of", { n: at + 1 })}
                  className="field min-w-36 text-ink"
                  value={nameOf(at)}
                  disabled={busy}
                  onChange={(event) => name(at, event.target.value)}
                >
                  <option value="">{t("ownsums.column.none")}</option>
                  {PURCHASE_COLUMNS.map((column) => (
                    <option key={column} value={column}>
                      {t(`ownsums.column.${column}`)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {read.cells.map((row, line) => (
            <tr key={line} className={`border-t border-rule ${line < read.head_lines ? "text-soft" : ""}`}>
              {Array.from({ length: width }, (_, at) => (
                <td key={at} dir="auto" className="max-w-60 truncate p-1">
                  {row[at] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Bad({ read }: { read: OwnPurchaseFile }) {
  const { t, lookUp } = useTexts();
  if (read.bad_lines === 0) return null;
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2.5 text-sm text-warn">
        {t("ownsums.bad_lines", { n: read.bad_lines })}
      </summary>
      <ul className="flex flex-col gap-1 text-sm text-soft">
        {read.bad.map((one) => (
          <li key={one.line}>
            {t("ownsums.line_of", { n: one.line })} {lookUp(`ownsums.column.${one.column}`) ?? one.column}:{" "}
            {lookUp(`ownsums.bad.${one.why}`) ?? one.why}
            {one.said && (
              <span dir="auto" className="wrap-anywhere">
                {" "}
                «{one.said}»
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

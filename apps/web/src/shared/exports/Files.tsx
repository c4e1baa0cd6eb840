/** A table as a file of each kind: fetched with how much has come, and saved whole or not at all. */
import { useRef, useState } from "react";
import type { Query } from "@/shared/api/client";
import { saveFile, type Ending } from "@/shared/api/download";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";

const KINDS = ["xlsx", "csv", "parquet"] as const satisfies readonly Ending[];

export function Files({ table, query }: { table: string; query: Query }) {
  const { t, format } = useTexts();
  const problem = useProblemText();
  const stop = useRef<AbortController | null>(null);
  const [bytes, setBytes] = useState<number | null>(null);
  const [end, setEnd] = useState<{ error?: unknown; name?: string } | null>(null);
  const start = (ending: Ending) => {
    const control = new AbortController();
    stop.current = control;
    setEnd(null);
    setBytes(0);
    saveFile(`/exports/${table}.${ending}`, query, { signal: control.signal, onBytes: setBytes })
      .then(
        (name) => setEnd({ name }),
        (error: unknown) => setEnd(control.signal.aborted ? null : { error }),
      )
      .finally(() => setBytes(null));
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-3">
        {KINDS.map((ending) => (
          <button
            key={ending}
            type="button"
            className={`button ${ending === "xlsx" ? "button-main" : ""}`}
            disabled={bytes !== null}
            onClick={() => start(ending)}
          >
            {t(`exports.${ending}`)}
          </button>
        ))}
      </div>
      <div role="status">
        {bytes !== null && (
          <p className="flex flex-wrap items-center gap-3">
            {bytes === 0 ? t("exports.making") : t("exports.coming", { size: format.bytes(bytes) })}
            <button type="button" className="button button-small" onClick={() => stop.current?.abort()}>
              {t("exports.cancel")}
            </button>
          </p>
        )}
        {end?.name && (
          <p className="text-good">
            <span aria-hidden="true">✓ </span>
            {t("exports.done", { name: end.name })}
          </p>
        )}
        {end?.error !== undefined && <p className="text-bad">✕ {problem(end.error)}</p>}
      </div>
    </div>
  );
}

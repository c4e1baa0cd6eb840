/** The whole view as a file: every product that matches, in its order and columns. */
import { lazy, Suspense, useRef, useState } from "react";
import { saveFile, type Ending } from "@/shared/api/download";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { useProblemText } from "@/shared/ui/states";
import { shownColumns, toFilters, type WatchSearch } from "./search";
import { writeColumns } from "./columns";

const NewAddress = lazy(async () => {
  const [part] = await Promise.all([import("@/shared/exports/NewAddress"), openBook("exports")]);
  return { default: part.NewAddress };
});

interface Props {
  search: WatchSearch;
  total: number;
  onClose: () => void;
}

const KINDS = ["xlsx", "csv", "parquet"] as const satisfies readonly Ending[];

export function ExportPanel({ search, total, onClose }: Props) {
  const { t, format } = useTexts();
  const problem = useProblemText();
  const stop = useRef<AbortController | null>(null);
  const [bytes, setBytes] = useState<number | null>(null);
  const [end, setEnd] = useState<{ error?: unknown; name?: string } | null>(null);
  const columns = writeColumns(shownColumns(search));
  const start = (ending: Ending) => {
    const control = new AbortController();
    stop.current = control;
    setEnd(null);
    setBytes(0);
    saveFile(
      `/exports/watchlist.${ending}`,
      { ...toFilters(search), columns },
      { signal: control.signal, onBytes: setBytes },
    )
      .then(
        (name) => setEnd({ name }),
        (error: unknown) => setEnd(control.signal.aborted ? null : { error }),
      )
      .finally(() => setBytes(null));
  };
  const close = () => {
    stop.current?.abort();
    onClose();
  };
  return (
    <Panel title={t("file.title")} onClose={close}>
      <div className="flex flex-col gap-4">
        <p>{t("file.text", { n: total })}</p>
        <p className="text-sm text-soft">{t("file.columns")}</p>
        <div className="flex flex-wrap gap-3">
          {KINDS.map((ending) => (
            <button
              key={ending}
              type="button"
              className={`button ${ending === "xlsx" ? "button-main" : ""}`}
              disabled={bytes !== null}
              onClick={() => start(ending)}
            >
              {t(`file.${ending}`)}
            </button>
          ))}
        </div>
        <div role="status">
          {bytes !== null && (
            <p className="flex flex-wrap items-center gap-3">
              {bytes === 0 ? t("file.making") : t("file.coming", { size: format.bytes(bytes) })}
              <button type="button" className="button button-small" onClick={() => stop.current?.abort()}>
                {t("watch.cancel")}
              </button>
            </p>
          )}
          {end?.name && (
            <p className="text-good">
              <span aria-hidden="true">✓ </span>
              {t("file.done", { name: end.name })}
            </p>
          )}
          {end?.error !== undefined && <p className="text-bad">✕ {problem(end.error)}</p>}
        </div>
        <Suspense fallback={null}>
          <NewAddress table="watchlist" filters={toFilters(search)} columns={columns} leads />
        </Suspense>
      </div>
    </Panel>
  );
}

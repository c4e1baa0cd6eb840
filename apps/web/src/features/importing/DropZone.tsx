/** Where a file is dropped or chosen. */
import { useState } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { ProblemBox } from "@/shared/ui/states";
import type { Upload } from "./useUpload";

export function DropZone({ upload }: { upload: Upload }) {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
  const busy = upload.sent !== null;
  const take = (files: FileList | null) => {
    const file = files?.item(0);
    if (file && !busy) upload.start(file);
  };
  return (
    <div className="flex flex-col gap-3">
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
        className={`flex cursor-pointer flex-col items-center gap-2 rounded-xl border-2 border-dashed px-4 py-10 text-center focus-within:border-accent ${over ? "border-accent bg-accent-soft" : "border-rule-strong bg-sheet"}`}
      >
        <Icon name="file" />
        <span className="text-lg font-medium">{t("import.drop")}</span>
        <span className="text-sm text-soft">{t("import.kinds")}</span>
        <span className="button button-main mt-2">{t("import.choose")}</span>
        <input
          type="file"
          className="sr-only"
          accept=".ndjson,.gz,.csv,.parquet"
          disabled={busy}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = "";
          }}
        />
      </label>
      {busy && (
        <div className="flex flex-col gap-1">
          <p className="text-sm break-all">
            {t("import.sending", { name: upload.fileName ?? "", n: Math.round((upload.sent ?? 0) * 100) })}
          </p>
          <progress
            className="h-2 w-full accent-accent"
            max={1}
            value={upload.sent ?? 0}
            aria-label={t("import.sending_label")}
          />
        </div>
      )}
      {upload.refusal && (
        <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
          ✕ {t(`import.refused_${upload.refusal}`)}
        </p>
      )}
      {upload.error !== null && <ProblemBox error={upload.error} />}
    </div>
  );
}

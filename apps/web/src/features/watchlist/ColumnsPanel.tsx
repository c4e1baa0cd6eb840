/** Which columns are shown, and in what order; a change shows at once, and is this device's choice from then on. */
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { SignButton } from "@/shared/ui/SignButton";
import { COLUMNS, DEFAULT_COLUMNS, HEADINGS, moved, type Column } from "./columns";

interface Props {
  columns: readonly Column[];
  /** `null`: as VENTRA has them. */
  onChange: (columns: readonly Column[] | null) => void;
  onClose: () => void;
}

export function ColumnsPanel({ columns, onChange, onClose }: Props) {
  const { t } = useTexts();
  const others = COLUMNS.filter((column) => !columns.includes(column));
  const usual = columns.join() === DEFAULT_COLUMNS.join();
  return (
    <Panel title={t("cols.title")} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-sm text-soft">{t("cols.text")}</p>
        <fieldset>
          <legend className="mb-1 text-sm text-soft">{t("cols.shown")}</legend>
          <ol className="flex flex-col divide-y divide-rule">
            <li className="flex min-h-11 items-center gap-3 text-soft">{t("cols.first")}</li>
            {columns.map((column, at) => (
              <li key={column} className="flex items-center justify-between gap-2">
                <Box column={column} on onChange={() => onChange(columns.filter((one) => one !== column))} />
                <span className="flex gap-1">
                  <SignButton
                    small
                    label={t("cols.up_of", { name: t(HEADINGS[column]) })}
                    sign="↑"
                    off={at === 0}
                    onClick={() => onChange(moved(columns, column, -1))}
                  />
                  <SignButton
                    small
                    label={t("cols.down_of", { name: t(HEADINGS[column]) })}
                    sign="↓"
                    off={at === columns.length - 1}
                    onClick={() => onChange(moved(columns, column, 1))}
                  />
                </span>
              </li>
            ))}
          </ol>
        </fieldset>
        {others.length > 0 && (
          <fieldset>
            <legend className="mb-1 text-sm text-soft">{t("cols.others")}</legend>
            <ul className="flex flex-col divide-y divide-rule">
              {others.map((column) => (
                <li key={column}>
                  <Box column={column} on={false} onChange={() => onChange([...columns, column])} />
                </li>
              ))}
            </ul>
          </fieldset>
        )}
        <button type="button" className="button self-start" disabled={usual} onClick={() => onChange(null)}>
          {t("cols.reset")}
        </button>
      </div>
    </Panel>
  );
}

function Box({ column, on, onChange }: { column: Column; on: boolean; onChange: () => void }) {
  const { t } = useTexts();
  return (
    <label className="flex min-h-11 grow items-center gap-3">
      <input
        type="checkbox"
        className="size-5 shrink-0 accent-accent"
        checked={on}
        onChange={() => onChange()}
      />
      {t(HEADINGS[column])}
    </label>
  );
}

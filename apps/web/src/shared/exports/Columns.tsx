/** Which columns a file has: the table's usual ones, until somebody chooses. */
import type { ExportTable } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

interface Props {
  table: ExportTable;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

export function Columns({ table, chosen, onChange }: Props) {
  const { t } = useTexts();
  const toggle = (name: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(name);
    else next.delete(name);
    // As the table has them, whatever the order they were ticked in.
    onChange(table.choices.map((one) => one.name).filter((one) => next.has(one)));
  };
  return (
    <details>
      <summary className="min-h-11 py-2.5 font-medium">{t("exports.columns", { n: chosen.length })}</summary>
      <fieldset className="grid gap-x-4 sm:grid-cols-2">
        <legend className="sr-only">{t("exports.columns", { n: chosen.length })}</legend>
        {table.choices.map(({ name, columns }) => (
          <label key={name} className="flex min-h-11 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4.5 shrink-0"
              checked={chosen.includes(name)}
              onChange={(event) => toggle(name, event.target.checked)}
            />
            {columns[0]?.title}
          </label>
        ))}
      </fieldset>
      <button type="button" className="button button-small mt-2" onClick={() => onChange(table.default)}>
        {t("exports.usual")}
      </button>
    </details>
  );
}

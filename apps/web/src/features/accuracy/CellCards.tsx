/** Cells of a kind as cards, for a phone. */
import { useTexts } from "@/shared/texts/texts";
import { useCellWords } from "./cellWords";
import type { CellsShown } from "./CellTable";
import { percentWords } from "./percent";
import { TERMS } from "./terms";
import { Strip } from "./Strip";

export function CellCards({ title, rows }: CellsShown) {
  const { t, format } = useTexts();
  const nameOf = useCellWords();
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="pb-2 font-semibold">{title}</h3>
      <ul className="grid gap-3 sm:grid-cols-2">
        {rows.map((row) => (
          <li key={row.name} className="sheet flex min-w-0 flex-col gap-2 p-3">
            <p className="font-medium wrap-anywhere">
              {nameOf(row)}{" "}
              <span className="text-xs font-normal text-soft">{t("accuracy.rows", { n: row.ours.n })}</span>
            </p>
            <dl className="grid grid-cols-3 gap-x-2 gap-y-1">
              {TERMS.map((term) => (
                <div key={term} className="flex min-w-0 flex-col">
                  <dt className="text-xs text-soft wrap-anywhere">{t(`accuracy.term.${term}`)}</dt>
                  <dd className={`mt-auto ${term === "wape" ? "font-semibold" : ""}`}>
                    {percentWords(row.ours[term], format.count, term)}
                  </dd>
                </div>
              ))}
            </dl>
            <Strip ours={row.ours.wape} others={row.others} />
          </li>
        ))}
      </ul>
    </section>
  );
}

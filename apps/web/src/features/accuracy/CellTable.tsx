/** Cells of a kind as a table; its headings sort. */
import { useTexts } from "@/shared/texts/texts";
import { useCellWords } from "./cellWords";
import { percentWords } from "./percent";
import type { Row } from "./scores";
import { TERMS, type Term } from "./terms";
import { Strip } from "./Strip";

export interface CellsShown {
  title: string;
  rows: Row[];
  sort: Term | undefined;
  onSort: (term: Term | "") => void;
}

export function CellTable({ title, rows, sort, onSort }: CellsShown) {
  const { t, format } = useTexts();
  const nameOf = useCellWords();
  return (
    <div className="sheet">
      <table className="w-full table-fixed border-collapse text-sm">
        <caption className="px-4 pt-3 text-start font-semibold">{title}</caption>
        <thead className="border-b border-rule-strong text-soft">
          <tr className="align-bottom">
            <th scope="col" className="w-[18%] py-2 ps-4 text-start font-medium">
              {t("accuracy.group")}
            </th>
            {TERMS.map((term) => (
              <SortHeading key={term} term={term} sort={sort} onSort={onSort} />
            ))}
            <th scope="col" className="w-[34%] py-2 ps-6 pe-4 text-start font-medium">
              {t("accuracy.others")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-b border-rule align-top last:border-b-0 hover:bg-sunk">
              <th scope="row" className="py-2 ps-4 pe-2 text-start font-normal wrap-anywhere">
                {nameOf(row)}{" "}
                <span className="block text-xs text-soft">{t("accuracy.rows", { n: row.ours.n })}</span>
              </th>
              {TERMS.map((term) => (
                <td key={term} className={`numeric px-2 py-2 ${term === "wape" ? "font-semibold" : ""}`}>
                  {percentWords(row.ours[term], format.count, term)}
                </td>
              ))}
              <td className="py-2 ps-6 pe-4">
                <Strip ours={row.ours.wape} others={row.others} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortHeading({ term, sort, onSort }: { term: Term } & Pick<CellsShown, "sort" | "onSort">) {
  const { t } = useTexts();
  const active = sort === term;
  return (
    <th scope="col" aria-sort={active ? "descending" : "none"} className="px-2 py-2 text-end font-medium">
      <button
        type="button"
        className={`-my-2 inline-flex min-h-11 items-end justify-end py-2 text-end hover:text-ink ${active ? "font-semibold text-ink" : ""}`}
        onClick={() => onSort(active ? "" : term)}
      >
        {active && (
          <span aria-hidden="true" className="text-accent">
            ↓{" "}
          </span>
        )}
        {t(`accuracy.term.${term}`)}
      </button>
    </th>
  );
}

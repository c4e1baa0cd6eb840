/** What rises, where there is room: one row each; its headings sort. */
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { columnsOf } from "./columns";
import { keyOf, type Listed } from "./RisingRows";
import type { RisingSort, SortName } from "./search";
import { pressed } from "./sorts";
import { Subject } from "./Subject";

export function RisingTable({ kind, rows, now, sort, onSort }: Listed) {
  const { t } = useTexts();
  const columns = columnsOf(kind);
  return (
    <div className="sheet">
      <table className="w-full table-fixed border-collapse text-sm">
        <thead className="border-b border-rule-strong text-soft">
          <tr className="align-bottom">
            <Heading
              words="rising.col.rank"
              name="rank"
              sort={sort}
              onSort={onSort}
              className="w-16 ps-4 text-start"
            />
            <th scope="col" className="w-[27%] py-2 ps-2 text-start font-medium">
              {t(`rising.one.${kind}`)}
            </th>
            {columns.map(({ key, sort: name }) => (
              <Heading
                key={key}
                words={key}
                name={name}
                sort={sort}
                onSort={onSort}
                className="px-2 text-end last:pe-4"
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-rule align-top last:border-b-0 hover:bg-sunk">
              <td className="py-3 ps-4 font-head text-lg">{row.rank}</td>
              <th scope="row" className="py-3 ps-2 pe-2 text-start font-normal">
                <Subject row={row} now={now} />
              </th>
              {columns.map(({ key, of }) => (
                <td key={key} className="numeric px-2 py-3 whitespace-normal last:pe-4">
                  {of(row, "end")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadingProps {
  words: TextKey;
  name: SortName;
  sort: RisingSort;
  onSort: (sort: RisingSort) => void;
  className: string;
}

function Heading({ words, name, sort, onSort, className }: HeadingProps) {
  const { t } = useTexts();
  const active = sort === name || sort === `-${name}`;
  const up = active && !sort.startsWith("-");
  return (
    <th
      scope="col"
      aria-sort={active ? (up ? "ascending" : "descending") : "none"}
      className={`font-medium ${className}`}
    >
      <button
        type="button"
        className={`min-h-11 [text-align:inherit] hover:text-ink ${active ? "font-semibold text-ink" : ""}`}
        onClick={() => onSort(pressed(name, sort))}
      >
        {active && (
          <span aria-hidden="true" className="text-accent">
            {up ? "↑ " : "↓ "}
          </span>
        )}
        {t(words)}
      </button>
    </th>
  );
}

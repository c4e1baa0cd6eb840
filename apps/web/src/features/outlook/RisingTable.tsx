/** What rises, where there is room: one row each. */
import { useTexts } from "@/shared/texts/texts";
import { columnsOf } from "./columns";
import { keyOf, type Listed } from "./RisingRows";
import { Subject } from "./Subject";

export function RisingTable({ kind, rows, now }: Listed) {
  const { t } = useTexts();
  const columns = columnsOf(kind);
  return (
    <div className="sheet">
      <table className="w-full table-fixed border-collapse text-sm">
        <thead className="border-b border-rule-strong text-soft">
          <tr className="align-bottom">
            <th scope="col" className="w-14 py-2 ps-4 text-start font-medium">
              {t("rising.col.rank")}
            </th>
            <th scope="col" className="w-[27%] py-2 ps-2 text-start font-medium">
              {t(`rising.one.${kind}`)}
            </th>
            {columns.map(({ key }) => (
              <th key={key} scope="col" className="px-2 py-2 text-end font-medium last:pe-4">
                {t(key)}
              </th>
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

/** The drawing's numbers as a table, newest first: for screen readers, and for anyone who prefers to read. */
import { useState } from "react";
import { useTexts } from "@/shared/texts/texts";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { DayMarkShape } from "./EventMark";
import type { DayPoint } from "./series";

export function DayTable({ days }: { days: readonly DayPoint[] }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details className="sheet px-3 sm:px-4" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-11 py-2.5 font-medium">{t("history.table")}</summary>
      {open && <Rows days={days} />}
    </details>
  );
}

function Rows({ days }: { days: readonly DayPoint[] }) {
  const { t, format } = useTexts();
  return (
    <div className="max-h-[32rem] overflow-y-auto pb-3">
      <table className="w-full border-collapse text-sm">
        <thead className="sticky top-0 bg-sheet text-soft">
          <tr className="border-b border-rule-strong">
            <th scope="col" className="py-2 pe-2 text-start font-medium">
              {t("readout.day")}
            </th>
            <th scope="col" className="px-2 py-2 text-end font-medium">
              {t("readout.units")}
            </th>
            <th scope="col" className="hidden px-2 py-2 text-end font-medium sm:table-cell">
              {t("readout.revenue")}
            </th>
            <th scope="col" className="px-2 py-2 text-end font-medium">
              {t("readout.price")}
            </th>
            <th scope="col" className="py-2 ps-2 text-end font-medium">
              {t("readout.stock")}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day} className="border-b border-rule align-top last:border-b-0">
              <th scope="row" className="py-1.5 pe-2 text-start font-normal">
                {format.day(day.day)}
                {day.marks.map((mark) => (
                  <DayMarkShape key={mark} mark={mark} />
                ))}
              </th>
              <td className="numeric px-2 py-1.5">
                <EstimateFigure estimate={day.units} align="end" />
              </td>
              <td className="numeric hidden px-2 py-1.5 sm:table-cell">
                <EstimateFigure estimate={day.revenue} kind="revenue" align="end" />
              </td>
              <td className="numeric px-2 py-1.5">{format.count(day.price)}</td>
              <td className="numeric py-1.5 ps-2">{format.count(day.stock)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

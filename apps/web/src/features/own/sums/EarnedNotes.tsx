/** What the sums do not know, and what the shop was charged for. */
import type { OwnDays } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function EarnedNotes({ sums }: { sums: OwnDays }) {
  const { t, format } = useTexts();
  const { known_from: from, read_at: readAt, unmatched_units: unmatched, unpriced_expenses: unpriced } = sums;
  const notes = [
    from && from >= sums.first && t("ownsums.known_from", { day: format.day(from) }),
    unmatched > 0 && t("ownsums.unmatched", { n: unmatched }),
    unpriced > 0 && t("ownsums.unpriced_expenses", { n: unpriced }),
  ].filter((note): note is string => Boolean(note));
  return (
    <div className="flex flex-col gap-1 text-sm">
      {notes.map((note) => (
        <p key={note} className="text-warn">
          <span aria-hidden="true">△ </span>
          {note}
        </p>
      ))}
      <p className="text-soft">
        {readAt ? t("ownsums.read_at", { at: format.instant(readAt) }) : t("ownsums.never_read")}
      </p>
      {sums.expenses.length > 0 && <Expenses sums={sums} />}
    </div>
  );
}

function Expenses({ sums }: { sums: OwnDays }) {
  const { t, format } = useTexts();
  return (
    <details>
      <summary className="min-h-11 py-2.5">{t("ownsums.expenses")}</summary>
      <ul className="sheet divide-y divide-rule px-3 sm:px-4">
        {sums.expenses.map((one) => (
          <li key={one.kind} className="flex flex-wrap justify-between gap-x-3 py-2">
            <span>{t(`ownsums.expense.${one.kind}`)}</span>
            <span className="numeric font-medium">{format.money(one.amount_uzs)}</span>
            {one.apart_uzs !== 0 && (
              <span className="basis-full text-xs text-soft">
                {t("ownsums.expense_apart", { money: format.money(one.apart_uzs) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

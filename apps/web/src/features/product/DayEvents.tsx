/** What happened on the chosen day besides sales, a word or two for each row of its events. */
import type { EventGroup } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { EventShape } from "./EventMark";

export function DayEvents({ happened }: { happened: readonly EventGroup[] }) {
  const { t, format } = useTexts();
  if (happened.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="text-xs text-soft">{t("events.day")}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {happened.map((row) => (
          <li
            key={`${row.from} ${row.kind} ${row.sku_ids.join(",")}`}
            className={`flex flex-wrap items-center gap-x-1.5 ${row.small ? "text-soft" : "font-medium"}`}
          >
            <EventShape kind={row.kind} />
            <span>{t(`event_kind.${row.kind}`)}</span>
            {row.events > 1 && <span>{t("events.times", { n: row.events })}</span>}
            {row.pieces !== null && row.pieces > 0 && (
              <span className="whitespace-nowrap">{t("events.pieces", { n: format.units(row.pieces) })}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

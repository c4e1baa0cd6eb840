/** By which column the watchlist is sorted, and which way round. */
import { useTexts } from "@/shared/texts/texts";
import {
  falls,
  firstSort,
  HEADINGS,
  isSortable,
  SORTABLE,
  sortedBy,
  turned,
  type WatchSort,
} from "./columns";

interface Props {
  sort: WatchSort;
  onSort: (sort: WatchSort) => void;
}

export function OrderField({ sort, onSort }: Props) {
  const { t } = useTexts();
  const by = sortedBy(sort);
  const way = t(falls(sort) ? "watch.falling" : "watch.rising");
  return (
    <div className="flex min-w-0 basis-full items-end gap-2 sm:basis-72">
      <label className="flex min-w-0 grow flex-col gap-1 text-xs text-soft">
        {t("sort.label")}
        <select
          className="field w-full text-base text-ink"
          value={by}
          onChange={(event) => {
            const next = SORTABLE.find((one) => one === event.target.value);
            if (next && isSortable(next)) onSort(firstSort(next));
          }}
        >
          {SORTABLE.map((one) => (
            <option key={one} value={one}>
              {t(HEADINGS[one])}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="button shrink-0 !px-3"
        aria-label={t("watch.turn", { way })}
        title={way}
        onClick={() => onSort(turned(sort))}
      >
        <span aria-hidden="true">{falls(sort) ? "↓" : "↑"}</span>
      </button>
    </div>
  );
}

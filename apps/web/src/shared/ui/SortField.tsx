/** Choosing the order of a list of products. */
import { DEFAULT_SORT, SORTS, type Sort } from "@/shared/sorts";
import { useTexts } from "@/shared/texts/texts";

const KEYS = {
  "-units_7": "sort.units_7",
  "-units_1": "sort.units_1",
  "-units_today": "sort.units_today",
  "-revenue_7": "sort.revenue_7",
  "-growth": "sort.growth",
  price: "sort.price_up",
  "-price": "sort.price_down",
} as const;

export function SortField({ sort, onSort }: { sort: Sort | undefined; onSort: (sort: Sort) => void }) {
  const { t } = useTexts();
  return (
    <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-72">
      {t("sort.label")}
      <select
        className="field w-full text-base text-ink"
        value={sort ?? DEFAULT_SORT}
        onChange={(event) => onSort(event.target.value as Sort)}
      >
        {SORTS.map((each) => (
          <option key={each} value={each}>
            {t(KEYS[each])}
          </option>
        ))}
      </select>
    </label>
  );
}

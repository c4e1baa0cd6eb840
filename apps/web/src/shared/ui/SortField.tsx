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

interface Props {
  sort: Sort | undefined;
  /** What no order is called; without it, it is the usual one. */
  unsorted?: string | undefined;
  onSort: (sort: Sort | undefined) => void;
}

export function SortField({ sort, unsorted, onSort }: Props) {
  const { t } = useTexts();
  return (
    <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-72">
      {t("sort.label")}
      <select
        className="field w-full text-base text-ink"
        value={sort ?? (unsorted ? "" : DEFAULT_SORT)}
        onChange={(event) => onSort((event.target.value || undefined) as Sort | undefined)}
      >
        {unsorted && <option value="">{unsorted}</option>}
        {SORTS.map((each) => (
          <option key={each} value={each}>
            {t(KEYS[each])}
          </option>
        ))}
      </select>
    </label>
  );
}

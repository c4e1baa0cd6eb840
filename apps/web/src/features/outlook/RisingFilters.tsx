/** Of what, in which category, how much at least, and in which order. */
import { Link } from "@tanstack/react-router";
import type { Category } from "@/shared/api/shapes";
import type { TextKey } from "@/shared/texts/keys";
import { useTexts } from "@/shared/texts/texts";
import { CategoryField } from "@/shared/ui/CategoryField";
import { Further } from "@/shared/ui/Further";
import { PriceField } from "@/shared/ui/PriceField";
import { useWide } from "@/shared/ui/useWide";
import { columnsOf } from "./columns";
import { DEFAULT_KIND, DEFAULT_SORT, KINDS, type RisingSearch, type RisingSort } from "./search";
import { offeredSorts } from "./sorts";

interface Props {
  search: RisingSearch;
  categories: readonly Category[];
  onChange: (part: Partial<RisingSearch>) => void;
}

const ORDERS: Partial<Record<RisingSort, TextKey>> = {
  rank: "rising.sort.rank",
  "-level": "rising.sort.level",
  level: "rising.sort.level_up",
  "-since": "rising.sort.since",
  since: "rising.sort.since_up",
};

/** Each a place of its own, with the filters that are set; an order that another kind has not is left behind. */
export function Kinds({ search }: { search: RisingSearch }) {
  const { t } = useTexts();
  const chosen = search.kind ?? DEFAULT_KIND;
  return (
    <nav aria-label={t("rising.kinds")} className="flex flex-wrap gap-2">
      {KINDS.map((kind) => (
        <Link
          key={kind}
          to="/rising"
          search={{ category: search.category, least: search.least, ...(kind !== DEFAULT_KIND && { kind }) }}
          replace
          resetScroll={false}
          className={`chip ${kind === chosen ? "border-accent font-semibold text-accent" : ""}`}
          activeProps={{ "aria-current": undefined }}
          aria-current={kind === chosen ? "page" : undefined}
        >
          {kind === chosen && <span aria-hidden="true">✓</span>}
          {t(`rising.kind.${kind}`)}
        </Link>
      ))}
    </nav>
  );
}

export function RisingFilters({ search, categories, onChange }: Props) {
  const { t } = useTexts();
  const wide = useWide();
  const narrowing = (
    <>
      <CategoryField
        value={search.category}
        categories={categories}
        onChange={(category) => onChange({ category })}
      />
      <PriceField label={t("rising.least")} value={search.least} onChange={(least) => onChange({ least })} />
    </>
  );
  return (
    <div className="flex grow flex-wrap items-end gap-2">
      {wide && narrowing}
      <SortField search={search} onSort={(sort) => onChange({ sort })} />
      {!wide && (
        <div className="basis-full">
          <Further set={[search.category, search.least].filter((one) => one !== undefined).length}>
            {() => <div className="flex flex-wrap items-end gap-2">{narrowing}</div>}
          </Further>
        </div>
      )}
    </div>
  );
}

function SortField({ search, onSort }: { search: RisingSearch; onSort: (sort?: RisingSort) => void }) {
  const { t } = useTexts();
  const kind = search.kind ?? DEFAULT_KIND;
  const chosen = search.sort ?? DEFAULT_SORT;
  const words = (sort: RisingSort) => {
    if (sort === "rank" && kind === "newcomers") return t("rising.surest_sales");
    const named = ORDERS[sort];
    if (named) return t(named);
    const heading = columnsOf(kind).find((one) => sort.endsWith(one.sort))?.key ?? "rising.col.rank";
    return `${t(heading)} ${sort.startsWith("-") ? "↓" : "↑"}`;
  };
  return (
    <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-80">
      {t("sort.label")}
      <select
        className="field w-full text-base text-ink"
        value={chosen}
        onChange={(event) => {
          const sort = offeredSorts(kind, chosen).find((each) => each === event.target.value);
          onSort(sort === DEFAULT_SORT ? undefined : sort);
        }}
      >
        {offeredSorts(kind, chosen).map((sort) => (
          <option key={sort} value={sort}>
            {words(sort)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Narrowing the list: category, stock, tracked only; and its order. */
import { Link } from "@tanstack/react-router";
import { useSession } from "@/shared/api/session";
import type { Category } from "@/shared/api/shapes";
import { readId } from "@/shared/address";
import { useTexts } from "@/shared/texts/texts";
import { SortField } from "@/shared/ui/SortField";
import { inTreeOrder } from "./categories";
import type { BrowseSearch } from "./search";

interface Props {
  search: BrowseSearch;
  categories: Category[];
  onChange: (part: Partial<BrowseSearch>) => void;
}

const ABOUT = "link inline-flex min-h-11 items-center px-1";

export function Filters({ search, categories, onChange }: Props) {
  const { t } = useTexts();
  const { person } = useSession();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <CategoryField search={search} categories={categories} onChange={onChange} />
      <SortField sort={search.sort} onSort={(sort) => onChange({ sort })} />
      <button
        type="button"
        className="chip"
        aria-pressed={search.stock === "in"}
        onClick={() => onChange({ stock: search.stock ? undefined : "in" })}
      >
        {search.stock === "in" && <span aria-hidden="true">✓</span>}
        {t("filter.in_stock")}
      </button>
      {(person || search.tracked) && (
        <button
          type="button"
          className="chip"
          aria-pressed={search.tracked === "yes"}
          onClick={() => onChange({ tracked: search.tracked ? undefined : "yes" })}
        >
          {search.tracked === "yes" && <span aria-hidden="true">✓</span>}
          {t("filter.tracked")}
        </button>
      )}
      {search.category && (
        <Link to="/c/$categoryId" params={{ categoryId: String(search.category) }} className={ABOUT}>
          {t("filter.about_category")}
        </Link>
      )}
      {search.seller && (
        <Link to="/s/$sellerId" params={{ sellerId: String(search.seller) }} className={ABOUT}>
          {t("filter.about_seller")}
        </Link>
      )}
      {search.seller && (
        <button
          type="button"
          className="chip"
          aria-pressed="true"
          onClick={() => onChange({ seller: undefined })}
        >
          {t("filter.one_seller")}
          <span aria-hidden="true">✕</span>
          <span className="sr-only">{t("filter.remove")}</span>
        </button>
      )}
    </div>
  );
}

function CategoryField({ search, categories, onChange }: Props) {
  const { t, format } = useTexts();
  return (
    <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-72">
      {t("filter.category")}
      <select
        className="field w-full text-base text-ink"
        value={search.category ?? ""}
        onChange={(event) => onChange({ category: readId(event.target.value) })}
      >
        <option value="">{t("filter.all_categories")}</option>
        {inTreeOrder(categories).map(({ category, depth }) => (
          <option key={category.category_id} value={category.category_id}>
            {"\u2003".repeat(depth)}
            {format.title(category.titles) ?? `№ ${category.category_id}`} ({format.count(category.products)})
          </option>
        ))}
      </select>
    </label>
  );
}

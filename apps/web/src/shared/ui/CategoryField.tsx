/** Narrowing to one category and all below it. */
import { readId } from "@/shared/address";
import type { Category } from "@/shared/api/shapes";
import { inTreeOrder } from "@/shared/categoryTree";
import { useTexts } from "@/shared/texts/texts";

interface Props {
  value: number | undefined;
  categories: readonly Category[];
  onChange: (category: number | undefined) => void;
}

export function CategoryField({ value, categories, onChange }: Props) {
  const { t, format } = useTexts();
  return (
    <label className="flex min-w-0 basis-full flex-col gap-1 text-xs text-soft sm:basis-72">
      {t("filter.category")}
      <select
        className="field w-full text-base text-ink"
        value={value ?? ""}
        onChange={(event) => onChange(readId(event.target.value))}
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

/** Narrowing the list: category, stock, tracked only, prices and one shop; and its order. */
import { Link } from "@tanstack/react-router";
import { useSession } from "@/shared/api/session";
import { foundSellersQuery } from "@/shared/api/queries";
import type { Category, SellerRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { CategoryField } from "@/shared/ui/CategoryField";
import { Chip } from "@/shared/ui/Chip";
import { Finder } from "@/shared/ui/Finder";
import { Further } from "@/shared/ui/Further";
import { PriceField } from "@/shared/ui/PriceField";
import { SortField } from "@/shared/ui/SortField";
import type { BrowseSearch } from "./search";

interface Props {
  search: BrowseSearch;
  categories: Category[];
  /** The name of the one shop that is shown, where it is known. */
  seller: string | null | undefined;
  onChange: (part: Partial<BrowseSearch>) => void;
}

const ABOUT = "link inline-flex min-h-11 items-center px-1";

export function Filters({ search, categories, seller, onChange }: Props) {
  const { t } = useTexts();
  const { person } = useSession();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <CategoryField
        value={search.category}
        categories={categories}
        onChange={(category) => onChange({ category })}
      />
      <SortField
        sort={search.sort}
        unsorted={search.q && t("sort.best")}
        onSort={(sort) => onChange({ sort })}
      />
      <Chip
        words={t("filter.in_stock")}
        on={search.stock === "in"}
        onChange={(on) => onChange({ stock: on ? "in" : undefined })}
      />
      {(person || search.tracked) && (
        <Chip
          words={t("filter.tracked")}
          on={search.tracked === "yes"}
          onChange={(on) => onChange({ tracked: on ? "yes" : undefined })}
        />
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
          <span dir="auto" className="max-w-52 truncate">
            {seller ?? t("filter.one_seller")}
          </span>
          <span aria-hidden="true">✕</span>
          <span className="sr-only">{t("filter.remove")}</span>
        </button>
      )}
      <div className="basis-full">
        <Further set={[search.from, search.to].filter((one) => one !== undefined).length}>
          {() => <Fields search={search} onChange={onChange} />}
        </Further>
      </div>
    </div>
  );
}

function Fields({ search, onChange }: Pick<Props, "search" | "onChange">) {
  const { t } = useTexts();
  return (
    <div className="grid grid-cols-2 items-end gap-2 pb-1 sm:flex sm:flex-wrap">
      <PriceField
        label={t("filter.price_from")}
        value={search.from}
        onChange={(from) => onChange({ from })}
      />
      <PriceField label={t("filter.price_to")} value={search.to} onChange={(to) => onChange({ to })} />
      <div className="col-span-2 sm:basis-72">
        <Finder
          label={t("filter.seller")}
          placeholder={t("filter.seller_hint")}
          found={t("filter.sellers_found")}
          nothing={t("filter.sellers_none")}
          find={foundSellersQuery}
          idOf={(row: SellerRow) => row.seller_id}
          option={(row) => (
            <span className="min-w-0">
              <span dir="auto" className="line-clamp-2 wrap-anywhere">
                {row.title ?? `№ ${row.seller_id}`}
              </span>
              <span className="text-xs text-soft">{t("home.total", { n: row.products })}</span>
            </span>
          )}
          onPick={(row) => onChange({ seller: row.seller_id })}
        />
      </div>
    </div>
  );
}

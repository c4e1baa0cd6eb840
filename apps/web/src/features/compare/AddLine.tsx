/** The field that finds a product or a category and adds it. */
import type { ProductRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Finder } from "@/shared/ui/Finder";
import { Icon } from "@/shared/ui/Icon";
import { ProductTile } from "@/shared/ui/ProductTile";
import { foundLinesQuery, type Found } from "./found";
import { MOST } from "./chosen";
import type { LineKey } from "./search";

interface Props {
  /** Those that are compared already. */
  ids: readonly LineKey[];
  onAdd: (key: LineKey) => void;
}

export function AddLine({ ids, onAdd }: Props) {
  const { t } = useTexts();
  return (
    <div className="min-w-0 max-w-xl grow basis-72">
      <Finder
        label={t("compare.add")}
        placeholder={t("search.placeholder")}
        found={t("compare.found")}
        nothing={t("compare.nothing")}
        full={ids.length >= MOST ? t("compare.full", { n: MOST }) : undefined}
        find={foundLinesQuery}
        idOf={(one: Found) => one.key}
        without={ids}
        option={(one) => (one.product ? <Product row={one.product} /> : <Category {...one} />)}
        onPick={(one) => onAdd(one.key)}
      />
    </div>
  );
}

function Product({ row }: { row: ProductRow }) {
  const { t, format } = useTexts();
  const title = format.title(row.titles);
  return (
    <>
      <ProductTile id={row.product_id} title={title} photoUrl={row.photo_url} size="list" />
      <span className="min-w-0">
        <span dir="auto" className="line-clamp-2 wrap-anywhere">
          {title ?? t("product.untitled", { id: String(row.product_id) })}
        </span>
        <span dir="auto" className="line-clamp-1 text-xs text-soft">
          {[row.seller?.title, row.price_uzs === null ? null : format.money(row.price_uzs)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    </>
  );
}

function Category({ category }: Extract<Found, { product?: undefined }>) {
  const { t, format } = useTexts();
  return (
    <>
      <span className="grid size-11 shrink-0 place-items-center rounded-lg bg-sunk text-soft">
        <Icon name="category" />
      </span>
      <span className="min-w-0">
        <span dir="auto" className="line-clamp-2 wrap-anywhere">
          {format.title(category.titles) ?? `№ ${category.category_id}`}
        </span>
        <span className="line-clamp-1 text-xs text-soft">
          {t("compare.category_of", { n: category.products })}
        </span>
      </span>
    </>
  );
}

/** The field that finds a product and adds it. */
import { foundProductsQuery } from "@/shared/api/queries";
import type { ProductRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Finder } from "@/shared/ui/Finder";
import { ProductTile } from "@/shared/ui/ProductTile";
import { MOST } from "./search";

interface Props {
  /** Those that are compared already. */
  ids: readonly number[];
  onAdd: (id: number) => void;
}

export function AddProduct({ ids, onAdd }: Props) {
  const { t } = useTexts();
  return (
    <div className="min-w-0 max-w-xl grow basis-72">
      <Finder
        label={t("compare.add")}
        placeholder={t("search.placeholder")}
        found={t("compare.found")}
        nothing={t("compare.nothing")}
        full={ids.length >= MOST ? t("compare.full", { n: MOST }) : undefined}
        find={foundProductsQuery}
        idOf={(row: ProductRow) => row.product_id}
        without={ids}
        option={(row) => <Found row={row} />}
        onPick={(row) => onAdd(row.product_id)}
      />
    </div>
  );
}

function Found({ row }: { row: ProductRow }) {
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

/** Goods as tiles and as a list. */
import { ProductRows } from "@/shared/ui/ProductRows";
import { ProductTile } from "@/shared/ui/ProductTile";
import { useNow } from "@/shared/ui/useNow";
import { rowsAt } from "./examples";

export function Products() {
  const now = useNow();
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <ProductTile id={1} title="Choynak zanglamas" photoUrl={null} size="list" />
        <ProductTile id={2} title="Чайник" photoUrl={null} />
        <ProductTile id={3} title={null} photoUrl={null} size="page" />
        <ProductTile id={4} title="Choynak" photoUrl="/icons/missing.png" />
      </div>
      <ProductRows rows={rowsAt(now)} sort={undefined} onSort={() => undefined} />
    </>
  );
}

/** What rises, leading to its own page. */
import { Link } from "@tanstack/react-router";
import type { RisingRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Freshness } from "@/shared/ui/Freshness";
import { Price } from "@/shared/ui/Price";
import { ProductLink } from "@/shared/ui/ProductLink";
import { ProductOrigin } from "@/shared/ui/ProductOrigin";
import { ProductTile } from "@/shared/ui/ProductTile";

const NAME = "font-medium wrap-anywhere hover:text-accent hover:underline";

export function Subject({ row, now }: { row: RisingRow; now: number }) {
  const { t, format } = useTexts();
  const { product, category, seller, products } = row;
  if (product) {
    return (
      <div className="flex min-w-0 gap-3">
        <ProductTile
          id={product.product_id}
          title={format.title(product.titles)}
          photoUrl={product.photo_url}
        />
        <div className="min-w-0">
          <ProductLink product={product} className={`line-clamp-2 ${NAME}`} />
          <ProductOrigin row={product} category />
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
            <Price price={product.price_uzs} list={product.list_price_uzs} />
            <Freshness seenAt={product.seen_at} now={now} />
          </p>
        </div>
      </div>
    );
  }
  return (
    <div className="min-w-0">
      {category && (
        <Link
          to="/c/$categoryId"
          params={{ categoryId: String(category.category_id) }}
          dir="auto"
          className={`inline-block py-1 ${NAME}`}
        >
          {format.title(category.titles) ?? `№ ${category.category_id}`}
        </Link>
      )}
      {seller && (
        <Link
          to="/s/$sellerId"
          params={{ sellerId: String(seller.seller_id) }}
          dir="auto"
          className={`inline-block py-1 ${NAME}`}
        >
          {seller.title ?? `№ ${seller.seller_id}`}
        </Link>
      )}
      {products !== null && <p className="text-xs text-soft">{t("rising.added_up", { n: products })}</p>}
    </div>
  );
}

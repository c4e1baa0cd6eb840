/** Whose a product is and where it stands, each leading to its page. */
import { Link } from "@tanstack/react-router";
import type { ProductRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

/** As high as a finger needs, without moving the lines around it. */
const LINK = "relative z-10 -mt-1 -mb-3.5 min-w-0 truncate pt-1 pb-3.5 hover:text-ink hover:underline";

export function ProductOrigin({ row, category = false }: { row: ProductRow; category?: boolean }) {
  const { format } = useTexts();
  const { seller, category: place } = row;
  const named = category && place ? format.title(place.titles) : null;
  return (
    <p className="flex min-w-0 text-xs text-soft">
      {seller?.title && (
        <Link to="/s/$sellerId" params={{ sellerId: String(seller.seller_id) }} dir="auto" className={LINK}>
          {seller.title}
        </Link>
      )}
      {seller?.title && named && (
        <span aria-hidden="true" className="px-1">
          ·
        </span>
      )}
      {place && named && (
        <Link
          to="/c/$categoryId"
          params={{ categoryId: String(place.category_id) }}
          dir="auto"
          className={LINK}
        >
          {named}
        </Link>
      )}
    </p>
  );
}

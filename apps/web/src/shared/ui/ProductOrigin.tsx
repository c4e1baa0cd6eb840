/** Whose a product is and where it stands, each leading to its page. */
import { Link } from "@tanstack/react-router";
import type { ProductRow } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

/** As high as a finger needs, without moving the lines around it. */
const LINK =
  "relative z-10 -mt-1 -mb-3.5 inline-block max-w-full pt-1 pb-3.5 wrap-anywhere hover:text-ink hover:underline";

export function ProductOrigin({ row, category = false }: { row: ProductRow; category?: boolean }) {
  const { format } = useTexts();
  const { seller, category: place } = row;
  const named = category && place ? format.title(place.titles) : null;
  return (
    <p className="text-xs text-soft">
      {seller?.title && (
        <Link to="/s/$sellerId" params={{ sellerId: String(seller.seller_id) }} dir="auto" className={LINK}>
          {seller.title}
        </Link>
      )}
      {seller?.title && named && " · "}
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

/** A product by its name, which leads to its page; by its number where it has none. */
import { Link } from "@tanstack/react-router";
import type { Titles } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

interface Props {
  product: { product_id: number; titles: Titles };
  /** How many lines it may take, and how it looks beside that. */
  className: string;
}

export function ProductLink({ product, className }: Props) {
  const { t, format } = useTexts();
  const title = format.title(product.titles);
  return (
    <Link
      to="/p/$id"
      params={{ id: String(product.product_id) }}
      dir="auto"
      title={title ?? undefined}
      className={`wrap-anywhere ${className}`}
    >
      {title ?? t("product.untitled", { id: String(product.product_id) })}
    </Link>
  );
}

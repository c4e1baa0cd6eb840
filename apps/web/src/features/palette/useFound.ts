/** Products and shops the api finds for the words typed. */
import { useQuery } from "@tanstack/react-query";
import { ApiAway } from "@/shared/api/client";
import { foundProductsQuery, foundSellersQuery } from "@/shared/api/queries";
import { productPlace, sellerPlace } from "@/shared/places";
import { useTexts } from "@/shared/texts/texts";
import { useSettled } from "@/shared/ui/useSettled";
import type { Entry } from "./entry";

interface Found {
  products: Entry[];
  sellers: Entry[];
  /** The answer for what is typed is not there yet. */
  waiting: boolean;
  away: boolean;
  error: unknown;
}

export function useFound(typed: string): Found {
  const { t, format } = useTexts();
  const q = typed.trim().slice(0, 200);
  const asked = useSettled(q);
  const products = useQuery(foundProductsQuery(asked));
  const sellers = useQuery(foundSellersQuery(asked));
  const current = asked === q && q !== "";
  const both = [products, sellers];
  const productEntries = (products.data?.items ?? []).map(
    ({ product_id: id, titles, seller, price_uzs }): Entry => ({
      id: `product-${id}`,
      icon: "product",
      label: format.title(titles) ?? t("product.untitled", { id: String(id) }),
      note: [seller?.title, price_uzs === null ? null : format.money(price_uzs)].filter(Boolean).join(" · "),
      href: productPlace(id),
      recent: { kind: "product", id, titles },
    }),
  );
  const sellerEntries = (sellers.data?.items ?? []).map(
    ({ seller_id: id, title, products: count }): Entry => {
      const name = title ?? t("palette.seller", { id: String(id) });
      return {
        id: `seller-${id}`,
        icon: "shop",
        label: name,
        note: t("home.total", { n: count }),
        href: sellerPlace(id),
        recent: { kind: "seller", id, title: name },
      };
    },
  );
  return {
    products: current ? productEntries : [],
    sellers: current ? sellerEntries : [],
    waiting: q !== "" && (asked !== q || both.some(({ isPending }) => isPending)),
    away:
      current && both.some(({ isPending, failureReason }) => isPending && failureReason instanceof ApiAway),
    error: current ? (products.error ?? sellers.error) : null,
  };
}

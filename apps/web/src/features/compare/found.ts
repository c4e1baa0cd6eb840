/** What can be added to a comparison: products of the words typed, then categories that are called so. */
import { queryOptions } from "@tanstack/react-query";
import { categoriesQuery, foundProductsQuery } from "@/shared/api/queries";
import type { Category, ProductRow } from "@/shared/api/shapes";
import { categoriesCalled } from "@/shared/categories";
import { categoryKey } from "./chosen";
import type { LineKey } from "./search";

export type Found =
  | { key: LineKey; product: ProductRow; category?: undefined }
  | { key: LineKey; category: Category; product?: undefined };

const MOST_PRODUCTS = 6;

export const foundLinesQuery = (q: string) =>
  queryOptions({
    queryKey: ["found", "lines", q],
    queryFn: async ({ client }): Promise<{ items: Found[] }> => {
      const [products, categories] = await Promise.all([
        client.fetchQuery(foundProductsQuery(q, MOST_PRODUCTS)),
        client.ensureQueryData(categoriesQuery),
      ]);
      return {
        items: [
          ...products.items.map((product) => ({ key: product.product_id, product })),
          ...categoriesCalled(q, categories.items).map((category) => ({
            key: categoryKey(category.category_id),
            category,
          })),
        ],
      };
    },
    enabled: q !== "",
    meta: { personal: true },
  });

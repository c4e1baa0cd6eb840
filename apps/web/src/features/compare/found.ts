/** What can be added to a comparison: products of the words typed, then categories that are called so. */
import { queryOptions } from "@tanstack/react-query";
import { categoriesQuery, foundProductsQuery } from "@/shared/api/queries";
import type { Category, ProductRow } from "@/shared/api/shapes";
import { fold, meets } from "@/shared/fold";
import { categoryKey } from "./chosen";
import type { LineKey } from "./search";

export type Found =
  | { key: LineKey; product: ProductRow; category?: undefined }
  | { key: LineKey; category: Category; product?: undefined };

const MOST_PRODUCTS = 6;
const MOST_CATEGORIES = 3;

/** Categories that hold goods and are called so, those with more goods first. */
export function categoriesCalled(words: string, all: readonly Category[]): Category[] {
  const asked = fold(words);
  if (!asked) return [];
  return all
    .filter(
      ({ products, titles: { uz, ru } }) => products > 0 && meets(asked, fold(`${uz ?? ""} ${ru ?? ""}`)),
    )
    .sort((a, b) => b.products - a.products)
    .slice(0, MOST_CATEGORIES);
}

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

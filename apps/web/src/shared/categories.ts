/** Categories by the words they are called by. */
import { queryOptions } from "@tanstack/react-query";
import { categoriesQuery } from "./api/queries";
import type { Category } from "./api/shapes";
import { fold, meets } from "./fold";

/** Categories that hold goods and are called so, those with more goods first. */
export function categoriesCalled(words: string, all: readonly Category[], most = 3): Category[] {
  const asked = fold(words);
  if (!asked) return [];
  return all
    .filter(
      ({ products, titles: { uz, ru } }) => products > 0 && meets(asked, fold(`${uz ?? ""} ${ru ?? ""}`)),
    )
    .sort((a, b) => b.products - a.products)
    .slice(0, most);
}

const MOST_FOUND = 8;

export const foundCategoriesQuery = (q: string) =>
  queryOptions({
    queryKey: ["found", "categories", q],
    queryFn: async ({ client }) => {
      const { items } = await client.ensureQueryData(categoriesQuery);
      return { items: categoriesCalled(q, items, MOST_FOUND) };
    },
    enabled: q !== "",
    meta: { personal: true },
  });

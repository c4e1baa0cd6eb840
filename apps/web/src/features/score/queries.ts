/** What the page asks of scores: a product's and what those of its category are made of. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import type { CategoryParts, CategoryScores, ProductScore } from "@/shared/api/shapes";

/** Parts are named and explained in the reader's language; by other weights than the usual ones where some are given. */
export const scoreQuery = (id: number, language: string, weights?: string) =>
  queryOptions({
    queryKey: ["score", id, language, weights ?? ""],
    queryFn: ({ signal }) => get<ProductScore>(`/products/${id}/score`, { weights }, signal),
    staleTime: 5 * 60_000,
  });

const PAGE = 20;

/** A leaf category's goods, the highest score first, by other weights where some are given; those without one come last. */
export const leafScoresQuery = (category: number, weights?: string) =>
  infiniteQueryOptions({
    queryKey: ["leaf-scores", category, weights ?? ""],
    queryFn: ({ pageParam, signal }) =>
      get<CategoryScores>(
        `/categories/${category}/scores`,
        { weights, limit: PAGE, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 5 * 60_000,
  });

export const scorePartsQuery = (category: number) =>
  queryOptions({
    queryKey: ["score-parts", category],
    queryFn: ({ signal }) => get<CategoryParts>(`/categories/${category}/score-parts`, {}, signal),
    staleTime: 5 * 60_000,
    meta: { personal: true },
  });

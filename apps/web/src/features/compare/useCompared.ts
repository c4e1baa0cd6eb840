/** What is asked of the api for a comparison: each product and category, and the days of the one measure that is drawn. */
import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import {
  categoryMarketQuery,
  categorySalesQuery,
  pricesQuery,
  productQuery,
  salesQuery,
  stockQuery,
} from "@/shared/api/queries";
import type { CategoryMarket, Product } from "@/shared/api/shapes";
import type { Step } from "@/shared/chart/steps";
import { stretchOf } from "@/shared/chart/stretch";
import { dayOfInstant } from "@/shared/format/days";
import { daysOfCategory, stepsOfPrices, stepsOfStock, type SoldDay } from "./lines";
import { isSold } from "./chosen";
import { categoryOf, type LineKey, type Measure, type Range } from "./search";

/** A line's days: sales as the api tells them, or the steps of a product's price or stock. */
export interface Days {
  sales: readonly SoldDay[] | undefined;
  steps: readonly Step[] | undefined;
}

interface Line {
  id: LineKey;
  days: Days;
  /** Nothing where there is nothing to ask: a category has no price and no stock. */
  daysQuery: Pick<UseQueryResult, "isPending" | "error" | "failureReason" | "refetch"> | undefined;
}
export interface ComparedProduct extends Line {
  product: UseQueryResult<Product>;
  category?: undefined;
}
export interface ComparedCategory extends Line {
  category: UseQueryResult<CategoryMarket>;
  product?: undefined;
}
export type Compared = ComparedProduct | ComparedCategory;

export interface Comparison {
  /** First and last day of what is drawn. */
  ends: { from: string; to: string };
  all: Compared[];
}

export function useCompared(
  ids: readonly LineKey[],
  range: Range,
  measure: Measure,
  today: string,
): Comparison {
  const productIds = ids.filter((id) => typeof id === "number");
  const categoryIds = ids.map(categoryOf).filter((id) => id !== undefined);
  const products = useQueries({ queries: productIds.map((id) => productQuery(id)) });
  const markets = useQueries({ queries: categoryIds.map((id) => categoryMarketQuery(id)) });
  const firstDays = [
    ...products.map(({ data }) => data?.first_day),
    ...markets.map(({ data }) => data?.watched_since && dayOfInstant(data.watched_since)),
  ];
  const ends = stretchOf(range, today, firstDays.filter((day) => day != null).sort()[0] ?? null);
  // How far back all days go is known once every line has answered.
  const ready = range !== "all" || [...products, ...markets].every(({ isPending }) => !isPending);
  const sold = isSold(measure);
  const sales = useQueries({
    queries: productIds.map((id) => ({ ...salesQuery(id, ends), enabled: ready && sold })),
  });
  const prices = useQueries({
    queries: productIds.map((id) => ({ ...pricesQuery(id, ends), enabled: ready && measure === "price" })),
  });
  const stocks = useQueries({
    queries: productIds.map((id) => ({ ...stockQuery(id, ends), enabled: ready && measure === "stock" })),
  });
  const summed = useQueries({
    queries: categoryIds.map((id) => ({ ...categorySalesQuery(id, ends), enabled: ready && sold })),
  });
  const ofProduct = (id: LineKey, at: number): Compared[] => {
    const product = products[at];
    const daysQuery = (sold ? sales : measure === "price" ? prices : stocks)[at];
    if (!product || !daysQuery) return [];
    const priced = prices[at]?.data;
    const stocked = stocks[at]?.data;
    const steps = measure === "price" ? priced && stepsOfPrices(priced) : stocked && stepsOfStock(stocked);
    return [
      { id, product, daysQuery, days: { sales: sales[at]?.data?.days, steps: sold ? undefined : steps } },
    ];
  };
  const ofCategory = (id: LineKey, at: number): Compared[] => {
    const category = markets[at];
    const told = summed[at];
    if (!category || !told) return [];
    const days = { sales: told.data && daysOfCategory(told.data), steps: undefined };
    return [{ id, category, days, daysQuery: sold ? told : undefined }];
  };
  const all = ids.flatMap((id): Compared[] => {
    const categoryId = categoryOf(id);
    if (categoryId !== undefined) return ofCategory(id, categoryIds.indexOf(categoryId));
    return ofProduct(id, productIds.indexOf(id as number));
  });
  return { ends, all };
}

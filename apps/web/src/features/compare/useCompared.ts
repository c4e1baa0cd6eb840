/** What is asked of the api for a comparison: each product, and the days of the one measure that is drawn. */
import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { pricesQuery, productQuery, salesQuery, stockQuery } from "@/shared/api/queries";
import type { Product, Sales } from "@/shared/api/shapes";
import type { Step } from "@/shared/chart/steps";
import { stretchOf } from "@/shared/chart/stretch";
import { stepsOfPrices, stepsOfStock } from "./lines";
import type { Measure, Range } from "./search";

/** A product's days: sales as the api tells them, or the steps of its price or stock. */
export interface Days {
  sales: Sales | undefined;
  steps: readonly Step[] | undefined;
}

export interface Compared {
  id: number;
  product: UseQueryResult<Product>;
  days: Days;
  daysQuery: Pick<UseQueryResult, "isPending" | "error" | "failureReason" | "refetch">;
}

export interface Comparison {
  /** First and last day of what is drawn. */
  ends: { from: string; to: string };
  all: Compared[];
}

export function useCompared(
  ids: readonly number[],
  range: Range,
  measure: Measure,
  today: string,
): Comparison {
  const products = useQueries({ queries: ids.map((id) => productQuery(id)) });
  const firstDay = products
    .map(({ data }) => data?.first_day)
    .filter((day) => day != null)
    .sort()[0];
  const ends = stretchOf(range, today, firstDay ?? null);
  // How far back all days go is known once every product has answered.
  const ready = range !== "all" || products.every(({ isPending }) => !isPending);
  const sold = measure === "units" || measure === "revenue";
  const sales = useQueries({
    queries: ids.map((id) => ({ ...salesQuery(id, ends), enabled: ready && sold })),
  });
  const prices = useQueries({
    queries: ids.map((id) => ({ ...pricesQuery(id, ends), enabled: ready && measure === "price" })),
  });
  const stocks = useQueries({
    queries: ids.map((id) => ({ ...stockQuery(id, ends), enabled: ready && measure === "stock" })),
  });
  const all = ids.flatMap((id, at): Compared[] => {
    const product = products[at];
    const daysQuery = (sold ? sales : measure === "price" ? prices : stocks)[at];
    if (!product || !daysQuery) return [];
    const priced = prices[at]?.data;
    const stocked = stocks[at]?.data;
    const steps = measure === "price" ? priced && stepsOfPrices(priced) : stocked && stepsOfStock(stocked);
    return [{ id, product, daysQuery, days: { sales: sales[at]?.data, steps: sold ? undefined : steps } }];
  });
  return { ends, all };
}

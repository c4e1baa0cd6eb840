/** What the page asks of the calculator. The arithmetic is the api's alone: there is no second one here. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, post } from "@/shared/api/client";
import type { CostAnswer, CostInputs, CostStart, RateList } from "@/shared/api/shapes";

export const costsQuery = (body: CostInputs | null) =>
  queryOptions({
    queryKey: ["costs", JSON.stringify(body)],
    queryFn: () => post<CostAnswer>("/costs", { inputs: body }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: 10 * 60_000,
    meta: { personal: true },
  });

export const startQuery = (product: number | undefined) =>
  queryOptions({
    queryKey: ["cost-start", product],
    queryFn: ({ signal }) => get<CostStart>(`/products/${product}/costs`, {}, signal),
    enabled: product !== undefined,
    staleTime: 5 * 60_000,
  });

export const ratesQuery = queryOptions({
  queryKey: ["cost-rates"],
  queryFn: ({ signal }) => get<RateList>("/costs/rates", {}, signal),
  meta: { personal: true },
});

/** What the page asks of goods that are like one. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import type { Similar } from "@/shared/api/shapes";

export const similarQuery = (id: number) =>
  queryOptions({
    queryKey: ["similar", id],
    queryFn: ({ signal }) => get<Similar>(`/products/${id}/similar`, {}, signal),
    staleTime: 5 * 60_000,
  });

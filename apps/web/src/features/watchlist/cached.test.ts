import { QueryClient, type InfiniteData } from "@tanstack/react-query";
import { expect, test } from "vitest";
import type { WatchedProduct, Watchlist } from "@/shared/api/shapes";
import { watchedQuery } from "@/shared/api/watchlist";
import { showChange } from "./cached";

const page = (ids: number[], total: number): Watchlist => ({
  items: ids.map((product_id) => ({ product_id, mark: null }) as WatchedProduct),
  next_cursor: null,
  total,
});

test("a change shows in every view at once, and what is untracked leaves its page and the total", () => {
  const client = new QueryClient();
  const whole = watchedQuery({}).queryKey;
  const one = watchedQuery({ list: 1 }).queryKey;
  client.setQueryData(whole, { pages: [page([1, 2], 3), page([3], 3)], pageParams: [null, "c"] });
  client.setQueryData(one, { pages: [page([2], 1)], pageParams: [null] });
  showChange(client, [2], (row) => ({ ...row, mark: "mine" }));
  const marks = (data: InfiniteData<Watchlist> | undefined) =>
    data?.pages.flatMap(({ items }) => items.map((row) => [row.product_id, row.mark]));
  expect(marks(client.getQueryData(whole))).toEqual([
    [1, null],
    [2, "mine"],
    [3, null],
  ]);
  expect(marks(client.getQueryData(one))).toEqual([[2, "mine"]]);
  const takeBack = showChange(client, [2, 3], () => null);
  expect(marks(client.getQueryData(whole))).toEqual([[1, null]]);
  expect(client.getQueryData(whole)?.pages.map(({ total }) => total)).toEqual([1, 1]);
  expect(client.getQueryData(one)?.pages.map(({ total }) => total)).toEqual([0]);
  takeBack();
  expect(marks(client.getQueryData(whole))).toEqual([
    [1, null],
    [2, "mine"],
    [3, null],
  ]);
});

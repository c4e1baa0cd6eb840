/** Asks for the next page of a list when the last product shown comes near to its end. */
import { useEffect } from "react";
import { AHEAD, type Paged } from "./listed";

export function useMore(end: number, count: number, pages: Paged): void {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  const near = end >= count - AHEAD;
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [near, count, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
}

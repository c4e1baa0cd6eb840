/** Where a category or a shop goes; what shows it is fetched beside what stands above, with its words. */
import { lazy, Suspense } from "react";
import { openBook } from "@/shared/texts/texts";
import { Skeleton } from "@/shared/ui/states";

const MarketTrend = lazy(async () => {
  const [part] = await Promise.all([
    import("@/features/outlook/MarketTrend"),
    openBook("outlook"),
    openBook("rising"),
  ]);
  return part;
});

export function Trend(of: { category: number } | { seller: number }) {
  return (
    <Suspense fallback={<Skeleton rows={1} height="h-56" />}>
      <MarketTrend {...of} />
    </Suspense>
  );
}

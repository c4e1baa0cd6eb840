/** The half of the accuracy page that is of forecasts; fetched beside what stands above, with its words. */
import { lazy, Suspense } from "react";
import { openBook } from "@/shared/texts/texts";
import { Skeleton } from "@/shared/ui/states";

const ForecastAccuracy = lazy(async () => {
  const [part] = await Promise.all([import("@/features/outlook/ForecastAccuracy"), openBook("outlook")]);
  return part;
});

export function Forecasts() {
  return (
    <Suspense fallback={<Skeleton rows={1} height="h-36" />}>
      <ForecastAccuracy />
    </Suspense>
  );
}

/** Where a product stands within its category; what shows it is fetched when it comes near, with its words. */
import { lazy, Suspense } from "react";
import { openBook } from "@/shared/texts/texts";
import { Skeleton } from "@/shared/ui/states";

const ScoreCard = lazy(async () => (await Promise.all([import("./ScoreCard"), openBook("score")]))[0]);

export function ScoreSection({ id }: { id: number }) {
  return (
    <Suspense fallback={<Skeleton rows={1} height="h-64" />}>
      <ScoreCard key={id} id={id} />
    </Suspense>
  );
}

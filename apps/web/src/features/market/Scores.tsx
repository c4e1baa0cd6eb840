/** A leaf category's goods by score; what shows them is fetched beside what stands above, with its words. */
import { lazy, Suspense } from "react";
import { openBook } from "@/shared/texts/texts";
import { Skeleton } from "@/shared/ui/states";

const LeafScores = lazy(
  async () => (await Promise.all([import("@/features/score/LeafScores"), openBook("score")]))[0],
);

export function Scores({ category }: { category: number }) {
  return (
    <Suspense fallback={<Skeleton rows={2} height="h-24" />}>
      <LeafScores category={category} />
    </Suspense>
  );
}

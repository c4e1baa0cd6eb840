/** An own shop's truth beside our estimate, for members of an organisation; fetched beside what stands above, with its words. */
import { lazy, Suspense } from "react";
import { useSession } from "@/shared/api/session";
import { openBook } from "@/shared/texts/texts";
import { Skeleton } from "@/shared/ui/states";

const OwnTruthPart = lazy(async () => {
  const [part] = await Promise.all([import("./OwnTruthPart"), openBook("ownfit")]);
  return part;
});

export function OwnTruth() {
  const { may } = useSession();
  if (!may("viewer")) return null;
  return (
    <Suspense fallback={<Skeleton rows={1} height="h-36" />}>
      <OwnTruthPart />
    </Suspense>
  );
}

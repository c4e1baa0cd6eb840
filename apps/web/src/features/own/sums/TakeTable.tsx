/** The way to take a part's table home, fetched beside the part. */
import { lazy, Suspense } from "react";
import type { TableWish } from "@/shared/exports/wish";

const ExportButton = lazy(() =>
  import("@/shared/ui/ExportButton").then((part) => ({ default: part.ExportButton })),
);

export function TakeTable(wish: TableWish) {
  return (
    <Suspense fallback={null}>
      <ExportButton {...wish} />
    </Suspense>
  );
}

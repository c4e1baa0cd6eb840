/** The way to take a page's table home, for members of an organisation; what it takes is fetched beside the page. */
import { lazy, Suspense } from "react";
import { useSession } from "@/shared/api/session";
import type { TableWish } from "@/shared/exports/wish";
import { openBook } from "@/shared/texts/texts";

const ExportMenu = lazy(async () => {
  const [part] = await Promise.all([import("@/shared/exports/ExportMenu"), openBook("exports")]);
  return { default: part.ExportMenu };
});

export function ExportButton(wish: TableWish) {
  return useSession().may("viewer") ? (
    <Suspense fallback={null}>
      <ExportMenu {...wish} />
    </Suspense>
  ) : null;
}

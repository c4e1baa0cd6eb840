/** What lies below a product's figures: its days, its variants, and what the marks mean. Fetched beside what stands above. */
import { lazy, Suspense } from "react";
import { ScoreSection } from "@/features/score/ScoreSection";
import type { Product } from "@/shared/api/shapes";
import { openBook, useTexts } from "@/shared/texts/texts";
import { BasisLegend } from "@/shared/ui/BasisMark";
import { Skeleton } from "@/shared/ui/states";
import { History } from "./History";
import { Variants } from "./Variants";

const Outlook = lazy(async () => {
  const [part] = await Promise.all([
    import("@/features/outlook/ProductOutlook"),
    openBook("outlook"),
    openBook("rising"),
  ]);
  return part;
});

const Rivals = lazy(
  async () => (await Promise.all([import("@/features/rivals/RivalsSection"), openBook("niches")]))[0],
);
const SimilarGoods = lazy(
  async () => (await Promise.all([import("@/features/similar/SimilarGoods"), openBook("similar")]))[0],
);
const WhereToBuy = lazy(
  async () => (await Promise.all([import("@/features/sourcing/WhereToBuy"), openBook("sourcing")]))[0],
);

const Reorder = lazy(async () => {
  const [part] = await Promise.all([import("@/features/reorder/ProductReorder"), openBook("reorder")]);
  return part;
});

export default function Below({ product }: { product: Product }) {
  const { t } = useTexts();
  return (
    <>
      <History product={product} />
      <Suspense fallback={<Skeleton rows={2} height="h-56" />}>
        <Outlook product={product} />
      </Suspense>
      <Suspense fallback={<Skeleton rows={1} height="h-56" />}>
        <Reorder product={product} />
      </Suspense>
      <ScoreSection id={product.product_id} />
      <Suspense fallback={<Skeleton rows={3} height="h-24" />}>
        <Rivals id={product.product_id} />
      </Suspense>
      <Suspense fallback={<Skeleton rows={3} height="h-20" />}>
        <SimilarGoods id={product.product_id} />
      </Suspense>
      <Suspense fallback={<Skeleton rows={1} height="h-40" />}>
        <WhereToBuy product={product} />
      </Suspense>
      <Variants variants={product.variants} />
      <section aria-labelledby="marks" className="border-t border-rule pt-4">
        <h2 id="marks" className="mb-3 text-lg">
          {t("home.legend")}
        </h2>
        <p className="mb-3 max-w-prose text-sm text-soft">{t("home.legend_text")}</p>
        <BasisLegend />
      </section>
    </>
  );
}

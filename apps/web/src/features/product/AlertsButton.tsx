/** Opens which rules watch a product; what shows them is fetched then, with its words. */
import { lazy, Suspense, useState } from "react";
import type { Product } from "@/shared/api/shapes";
import { openBook, useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { Panel } from "@/shared/ui/Panel";
import { Skeleton } from "@/shared/ui/states";

const ProductAlerts = lazy(
  async () =>
    (
      await Promise.all([import("@/features/alerts/ProductAlerts"), openBook("alerts"), openBook("ruled")])
    )[0],
);

export function AlertsButton({ product }: { product: Product }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="bell" />
        {t("nav.alerts")}
      </button>
      {open && (
        <Panel title={t("nav.alerts")} onClose={() => setOpen(false)}>
          <Suspense fallback={<Skeleton rows={3} />}>
            <ProductAlerts product={product} />
          </Suspense>
        </Panel>
      )}
    </>
  );
}

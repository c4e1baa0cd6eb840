/** Opens a product's report card; what makes it is fetched then. */
import { lazy, Suspense, useState } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Icon } from "@/shared/ui/Icon";
import { Panel } from "@/shared/ui/Panel";
import { Skeleton } from "@/shared/ui/states";

const ReportCard = lazy(() => import("./ReportCard"));

export function ReportButton({ id }: { id: number }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        <Icon name="report" />
        {t("card.open")}
      </button>
      {open && (
        <Panel title={t("card.title")} onClose={() => setOpen(false)}>
          <Suspense fallback={<Skeleton rows={2} />}>
            <ReportCard id={id} />
          </Suspense>
        </Panel>
      )}
    </>
  );
}

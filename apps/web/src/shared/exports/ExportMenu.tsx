/** The way to a page's table as a file or an address; comes with its words, beside the page and after it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTexts } from "@/shared/texts/texts";
import { Panel } from "@/shared/ui/Panel";
import { Answer, Skeleton } from "@/shared/ui/states";
import { exportTablesQuery } from "./queries";
import { TakeHome } from "./TakeHome";
import type { TableWish } from "./wish";

export function ExportMenu(wish: TableWish) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button button-small"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t("exports.open")}
      </button>
      {open && <ExportPanel {...wish} onClose={() => setOpen(false)} />}
    </>
  );
}

function ExportPanel({ table, filters, onClose }: TableWish & { onClose: () => void }) {
  const { t, language } = useTexts();
  const tables = useQuery(exportTablesQuery(language));
  return (
    <Panel title={t("exports.panel")} onClose={onClose}>
      <Answer query={tables} skeleton={<Skeleton rows={3} />}>
        {({ items }) => {
          const found = items.find((one) => one.name === table);
          return found ? <TakeHome table={found} filters={filters} leads /> : null;
        }}
      </Answer>
    </Panel>
  );
}

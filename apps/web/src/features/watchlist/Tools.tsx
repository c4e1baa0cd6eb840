/** What can be done with the view as a whole: its columns, its file, and saving it under a name. */
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { NewRule } from "@/shared/ui/NewRule";
import { ViewsMenu } from "@/shared/ui/ViewsMenu";
import { rememberColumns, writeColumns, type Column } from "./columns";
import { searchOf, shownColumns, viewOf, type WatchSearch } from "./search";

const ColumnsPanel = lazy(() => import("./ColumnsPanel").then((part) => ({ default: part.ColumnsPanel })));
const ExportPanel = lazy(() => import("./ExportPanel").then((part) => ({ default: part.ExportPanel })));

interface Props {
  search: WatchSearch;
  total: number;
  onChange: (part: Partial<WatchSearch>) => void;
  onOpen: (search: WatchSearch) => void;
}

export function Tools({ search, total, onChange, onOpen }: Props) {
  const { t } = useTexts();
  const { may } = useSession();
  const [open, setOpen] = useState<"columns" | "file" | null>(null);
  const close = () => setOpen(null);
  const choose = (columns: readonly Column[] | null) => {
    rememberColumns(columns);
    onChange({ cols: columns ? writeColumns(columns) : undefined });
  };
  return (
    <div className="flex flex-wrap gap-2">
      <ViewsMenu
        page="watchlist"
        query={viewOf(search)}
        same={(query) => viewOf(searchOf(query))}
        shares={may("analyst")}
        onOpen={(query) => onOpen(searchOf(query))}
      />
      <button type="button" className="button button-small" onClick={() => setOpen("columns")}>
        {t("cols.open")}
      </button>
      {total > 0 && (
        <button type="button" className="button button-small" onClick={() => setOpen("file")}>
          {t("file.open")}
        </button>
      )}
      <Link to="/reorder" className="button button-small">
        {t("watch.reorder")}
      </Link>
      {may("analyst") && (
        <Link to="/watchlist/bring" className="button button-small">
          {t("watch.foreign")}
        </Link>
      )}
      <Link to="/reports" search={search.list ? { id: search.list } : {}} className="button button-small">
        {t("watch.report")}
      </Link>
      <NewRule small {...(search.list ? { scope: "list", id: search.list } : { scope: "tracked" })} />
      <Suspense fallback={null}>
        {open === "columns" && (
          <ColumnsPanel columns={shownColumns(search)} onChange={choose} onClose={close} />
        )}
        {open === "file" && <ExportPanel search={search} total={total} onClose={close} />}
      </Suspense>
    </div>
  );
}

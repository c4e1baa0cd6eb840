/** The way to a page's saved views, and which of them is shown. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { viewsQuery, type ViewsPage } from "@/shared/api/views";
import { openBook, useTexts } from "@/shared/texts/texts";

const ViewsPanel = lazy(async () => {
  const [part] = await Promise.all([import("./ViewsPanel"), openBook("views")]);
  return { default: part.ViewsPanel };
});

export interface Viewing {
  page: ViewsPage;
  /** What the page shows now: its address after the question mark, always written the same way. */
  query: string;
  /** A kept address written that way, without what the page does not know. */
  same: (query: string) => string;
  /** Whether views for the whole team are theirs to make. */
  shares: boolean;
  onOpen: (query: string) => void;
}

export function ViewsMenu(props: Viewing) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const items = useQuery(viewsQuery(props.page)).data?.items ?? [];
  const here = items.find((view) => props.same(view.query) === props.query);
  return (
    <>
      <button
        type="button"
        className="button button-small max-w-full"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span className="max-w-48 truncate" dir="auto">
          {here ? t("views.here", { name: here.name }) : t("views.open")}
        </span>
      </button>
      <Suspense fallback={null}>
        {open && <ViewsPanel {...props} here={here} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}

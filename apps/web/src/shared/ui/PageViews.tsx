/** The way to a page's saved views, for members of an organisation: nobody else has any. */
import { useSession } from "@/shared/api/session";
import type { Kept } from "@/shared/view";
import { ViewsMenu, type Viewing } from "./ViewsMenu";

interface Props<View extends object> {
  page: Viewing["page"];
  kept: Kept<View>;
  /** What the page shows now. */
  view: View;
  onOpen: (view: View) => void;
}

export function PageViews<View extends object>({ page, kept, view, onOpen }: Props<View>) {
  const { may } = useSession();
  if (!may("viewer")) return null;
  return (
    <ViewsMenu
      page={page}
      query={kept.write(view)}
      same={(query) => kept.write(kept.open(query))}
      shares={may("analyst")}
      onOpen={(query) => onOpen(kept.open(query))}
    />
  );
}

/** What the page asks of saved views: what a page shows, under a name. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { SavedView, SavedViews } from "./shapes";

export type ViewsPage = SavedView["page"];

export const viewsQuery = (page: ViewsPage) =>
  queryOptions({
    queryKey: ["views", page],
    queryFn: ({ signal }) => get<SavedViews>("/views", { page }, signal),
    meta: { personal: true },
  });

/** What the page asks of exports; none of it outlives the visit. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import type { ExportLinks, ExportTables } from "@/shared/api/shapes";
import type { Language } from "@/shared/texts/languages";

const meta = { personal: true };

/** The tables with their columns, titled in the reader's language. */
export const exportTablesQuery = (language: Language) =>
  queryOptions({
    queryKey: ["exports", language],
    queryFn: ({ signal }) => get<ExportTables>("/exports", {}, signal),
    meta,
  });

export const exportLinksQuery = queryOptions({
  queryKey: ["export-links"],
  queryFn: ({ signal }) => get<ExportLinks>("/export-links", {}, signal),
  meta,
});

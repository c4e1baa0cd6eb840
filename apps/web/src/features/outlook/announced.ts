/** The sales that an organisation announced of a product, and its forecast with them, which is asked for where there are any. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { AnnouncedOutlook, AnnouncedSale, AnnouncedSales } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export const salesKey = (id: number) => ["announced-sales", id];

const salesQuery = (id: number) =>
  queryOptions({
    queryKey: salesKey(id),
    queryFn: ({ signal }) => get<AnnouncedSales>(`/products/${id}/announced-sales`, {}, signal),
    meta: { personal: true },
  });

const outlookQuery = (id: number, language: string, sales: readonly AnnouncedSale[]) =>
  queryOptions({
    queryKey: ["announced-outlook", id, language, sales],
    queryFn: ({ signal }) => get<AnnouncedOutlook>(`/products/${id}/announced-outlook`, {}, signal),
    meta: { personal: true },
  });

export interface Announced {
  sales: readonly AnnouncedSale[];
  /** Null until it is known, and where none is announced. */
  outlook: AnnouncedOutlook | null;
}

export function useAnnounced(id: number): Announced {
  const { language } = useTexts();
  const { may } = useSession();
  const sales = useQuery({ ...salesQuery(id), enabled: may("viewer") }).data?.items ?? [];
  const outlook = useQuery({ ...outlookQuery(id, language, sales), enabled: sales.length > 0 });
  return { sales, outlook: (sales.length > 0 && outlook.data) || null };
}

/** How the organisation reads other tools' tables: names with the heads that stand over their columns. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, remove } from "@/shared/api/client";
import type { ForeignPresets } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Answer, Skeleton } from "@/shared/ui/states";

export const presetsKey = ["foreign-presets"];
const presetsQuery = queryOptions({
  queryKey: presetsKey,
  queryFn: ({ signal }) => get<ForeignPresets>("/foreign-presets", {}, signal),
  meta: { personal: true },
});

export function PresetList() {
  const { t } = useTexts();
  const client = useQueryClient();
  const presets = useQuery(presetsQuery);
  const deleting = useMutation({
    mutationFn: (id: number) => remove(`/foreign-presets/${id}`),
    onSettled: () => void client.invalidateQueries({ queryKey: presetsKey }),
  });
  return (
    <Answer query={presets} skeleton={<Skeleton rows={1} height="h-14" />}>
      {({ items }) =>
        items.length > 0 && (
          <section className="sheet flex flex-col gap-2 px-3 py-4 sm:px-5">
            <h2 className="text-lg">{t("foreign.presets")}</h2>
            <p className="text-sm text-soft">{t("foreign.presets_text")}</p>
            <ul className="flex flex-col divide-y divide-rule">
              {items.map((one) => (
                <li key={one.preset_id} className="flex flex-wrap items-center justify-between gap-2 py-2">
                  <span dir="auto" className="min-w-0">
                    <span className="font-medium wrap-anywhere">{one.name}</span>
                    <span className="block text-sm wrap-anywhere text-soft">
                      {Object.values(one.heads).join(" · ")}
                    </span>
                  </span>
                  <button
                    type="button"
                    className="button button-small"
                    disabled={deleting.isPending}
                    onClick={() => deleting.mutate(one.preset_id)}
                  >
                    {t("foreign.delete")}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )
      }
    </Answer>
  );
}

/** What a variant is called: by its traits, or by its number where it has none. */
import type { OrderLine } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function useLineName() {
  const { t } = useTexts();
  return ({ sku_id: sku, characteristics }: OrderLine): string => {
    const traits = Object.values(characteristics);
    if (traits.length > 0) return traits.join(", ");
    return sku === null ? t("reorder.whole") : t("reorder.variant", { id: String(sku) });
  };
}

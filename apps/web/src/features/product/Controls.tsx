/** What of a product is drawn: units or revenue, over which days, of the whole product or of one variant. */
import { getRouteApi } from "@tanstack/react-router";
import type { Variant } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Switch } from "@/shared/ui/Switch";
import { useSubject } from "./EventItems";
import { DEFAULT_MEASURE, DEFAULT_RANGE, MEASURES, RANGES, type ProductSearch } from "./search";

const route = getRouteApi("/p/$id");

export function Controls({ variants }: { variants: readonly Variant[] }) {
  const { t } = useTexts();
  const { range = DEFAULT_RANGE, what = DEFAULT_MEASURE } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<ProductSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  return (
    <div className="flex flex-wrap items-end gap-2">
      {variants.length > 1 && (
        <VariantChoice variants={variants} onChoose={(sku) => change({ sku, why: undefined })} />
      )}
      <Switch
        label={t("history.what")}
        choices={MEASURES.map((each) => [each, t(`history.what_${each}`)])}
        chosen={what}
        onChoose={(each) => change({ what: each === DEFAULT_MEASURE ? undefined : each })}
      />
      <Switch
        label={t("history.range")}
        choices={RANGES.map((each) => [
          each,
          each === "all" ? t("history.all") : t("history.days", { n: Number(each) }),
        ])}
        chosen={range}
        onChoose={(each) =>
          change({ range: each === DEFAULT_RANGE ? undefined : each, day: undefined, why: undefined })
        }
      />
    </div>
  );
}

interface ChoiceProps {
  variants: readonly Variant[];
  onChoose: (sku: number | undefined) => void;
}

function VariantChoice({ variants, onChoose }: ChoiceProps) {
  const { t } = useTexts();
  const { sku } = route.useSearch();
  const subject = useSubject();
  return (
    <select
      aria-label={t("variants.variant")}
      className="field min-w-0 max-w-full grow sm:max-w-64"
      value={variants.some((each) => each.sku_id === sku) ? String(sku) : ""}
      onChange={(event) => onChoose(Number(event.target.value) || undefined)}
    >
      <option value="">{t("history.all_variants")}</option>
      {variants.map((variant) => (
        <option key={variant.sku_id} value={String(variant.sku_id)}>
          {subject(variant.sku_id, variant)}
        </option>
      ))}
    </select>
  );
}

/** How the numbers of a page are read, below all of it. */
import { useTexts } from "@/shared/texts/texts";
import { BasisLegend } from "./BasisMark";

export function Legend() {
  const { t } = useTexts();
  return (
    <details className="border-t border-rule pt-4">
      <summary className="min-h-11 py-2 text-sm font-medium">{t("home.legend")}</summary>
      <div className="pt-2">
        <p className="mb-3 max-w-prose text-sm text-soft">{t("home.legend_text")}</p>
        <BasisLegend />
      </div>
    </details>
  );
}

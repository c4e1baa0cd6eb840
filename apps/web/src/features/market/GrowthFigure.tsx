/** Growth with its range and what may be said of it: by sign, shape and word, and then by colour. */
import type { Growth } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { changeWords } from "./percent";

const SIGNS = { up: "▲", down: "▼", none: "≈" } as const;
const COLOURS = { up: "text-good", down: "text-bad", none: "text-soft" } as const;

export function GrowthFigure({ growth, large = false }: { growth: Growth; large?: boolean }) {
  const { t, format } = useTexts();
  const { verdict } = growth;
  if (verdict === null) return <span className="text-xs text-soft">{t("market.growth_unknown")}</span>;
  const words = changeWords(growth, format.count);
  return (
    <span className="inline-flex flex-col items-start">
      <span className={large ? "text-2xl leading-tight font-semibold" : "font-semibold"}>{words.point}</span>
      {words.range && (
        <span className="text-xs text-soft" title={t("estimate.range_means")}>
          ({words.range})
        </span>
      )}
      <span className={`text-xs ${COLOURS[verdict]}`}>
        <span aria-hidden="true">{SIGNS[verdict]} </span>
        {t(`market.verdict.${verdict}`)}
      </span>
    </span>
  );
}

/** A figure with its range; where it is not known, that is said. */
import type { ReactNode } from "react";
import type { EstimateWords } from "@/shared/format/numbers";
import type { Basis } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { BasisMark } from "@/shared/ui/BasisMark";

interface Props {
  words: EstimateWords;
  known: boolean;
  /** How it was come by, where the answer says so. */
  basis?: Basis;
  size?: "small" | "large";
  align?: "start" | "end";
  /** What stands where nothing is known. */
  missing?: ReactNode;
}

export function RangedFigure(props: Props) {
  const { words, known, basis, size = "small", align = "start", missing } = props;
  const { t } = useTexts();
  if (!known) return <span className="text-xs text-soft">{missing ?? t("estimate.unknown")}</span>;
  return (
    <span className={`inline-flex flex-col ${align === "end" ? "items-end text-end" : "items-start"}`}>
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        {basis && <BasisMark basis={basis} />}
        <span className={size === "large" ? "text-2xl leading-tight font-semibold" : "font-semibold"}>
          {words.point}
        </span>
      </span>
      {words.range && (
        <span className="text-xs text-soft" title={t("estimate.range_means")}>
          ({words.range})
        </span>
      )}
    </span>
  );
}

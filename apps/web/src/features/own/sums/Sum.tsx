/** A sum of the own shop: exact where every row told it, a range where it is foreseen, and never a zero for what is unknown. */
import type { ReactNode } from "react";
import type { Basis, Ranged } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { BasisMark } from "@/shared/ui/BasisMark";

interface Props {
  name: string;
  value: string | null;
  basis?: Basis;
  /** What is added below it: of what it is, or why it is not known. */
  below?: ReactNode;
  large?: boolean;
  bad?: boolean;
}

export function Sum({ name, value, basis = "measured", below, large = false, bad = false }: Props) {
  const { t } = useTexts();
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{name}</dt>
      <dd>
        <span className="inline-flex items-center gap-1.5">
          <BasisMark basis={value === null ? "no_data" : basis} />
          {value === null ? (
            <span className="text-sm text-soft">{t("estimate.unknown")}</span>
          ) : (
            <span
              className={`${large ? "text-xl leading-tight sm:text-2xl" : ""} font-semibold whitespace-nowrap ${bad ? "text-bad" : ""}`}
            >
              {value}
            </span>
          )}
        </span>
        {below && <div className="text-xs wrap-anywhere text-soft">{below}</div>}
      </dd>
    </div>
  );
}

/** Foreseen money: its middle, and its range where it has one. */
export function Foreseen({ money, align = "start" }: { money: Ranged; align?: "start" | "end" }) {
  const { t, format } = useTexts();
  const { point, low, high } = money;
  if (point === null) return <span className="text-xs text-soft">{t("estimate.unknown")}</span>;
  const ranged = low !== null && high !== null && low !== high;
  return (
    <span className={`inline-flex flex-col ${align === "end" ? "items-end text-end" : "items-start"}`}>
      <span className="inline-flex items-center gap-1.5 font-semibold whitespace-nowrap">
        <BasisMark basis={ranged ? "inferred" : "measured"} />
        <span className={point < 0 ? "text-bad" : ""}>{format.moneyShort(point)}</span>
      </span>
      {ranged && (
        <span className="text-xs text-soft" title={t("estimate.range_means")}>
          ({format.moneyShort(low)}…{format.moneyShort(high)})
        </span>
      )}
    </span>
  );
}

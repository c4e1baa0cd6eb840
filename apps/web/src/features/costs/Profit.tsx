/** The profit of a unit, with the sign said by word and shape too. */
import type { CostAnswer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useFigures } from "./units";

export function Profit({ answer, small = false }: { answer: CostAnswer; small?: boolean }) {
  const { t } = useTexts();
  const { money } = useFigures();
  const { point, range } = money(answer.profit);
  const sign = Math.sign(answer.profit.point ?? 0);
  const colour = sign < 0 ? "text-bad" : sign > 0 ? "text-good" : "";
  return (
    <div className="min-w-0">
      <p className="text-xs text-soft">{t(sign < 0 ? "costs.loss" : "costs.profit")}</p>
      <p className={`${small ? "text-lg" : "text-2xl"} leading-tight font-semibold ${colour}`}>
        {sign !== 0 && <span aria-hidden="true">{sign < 0 ? "▼ " : "▲ "}</span>}
        {point}
      </p>
      {range && <p className="text-xs text-soft">({range})</p>}
    </div>
  );
}

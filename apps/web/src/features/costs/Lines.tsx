/** What is taken from the price, line by line, each as long as its part of it; and what a unit cost until it was here. */
import type { CostAnswer, Ranged } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useFigures } from "./units";

export function Lines({ answer }: { answer: CostAnswer }) {
  const { t } = useTexts();
  const price = answer.price.point ?? 0;
  const shown = answer.lines.filter(({ uzs }) => uzs.point !== 0);
  return (
    <div className="flex flex-col gap-3">
      <h3 className="font-semibold">{t("costs.lines")}</h3>
      <ul className="flex flex-col">
        <Row label={t("costs.line.price")} uzs={answer.price} of={price} sign="" />
        {shown.map(({ name, uzs }) => (
          <Row
            key={name}
            label={t(`costs.line.${name}`)}
            uzs={uzs}
            of={price}
            sign={name === "vat_back" ? "+ " : "− "}
          />
        ))}
        <Row label={t("costs.line.profit")} uzs={answer.profit} of={price} sign="= " strong />
      </ul>
      {answer.landed && (
        <details>
          <summary className="link flex min-h-11 items-center text-sm">{t("costs.landed")}</summary>
          <ul className="flex flex-col">
            {answer.landed
              .filter(({ uzs }) => uzs.point !== 0)
              .map(({ name, uzs }) => (
                <Row key={name} label={t(`costs.landed.${name}`)} uzs={uzs} of={price} sign="" />
              ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface RowProps {
  label: string;
  uzs: Ranged;
  of: number;
  sign: string;
  strong?: boolean;
}

function Row({ label, uzs, of, sign, strong = false }: RowProps) {
  const { money } = useFigures();
  const { point, range } = money(uzs);
  const part = uzs.point === null || of <= 0 ? 0 : Math.min(Math.abs(uzs.point) / of, 1);
  return (
    <li className={`border-b border-rule py-1.5 text-sm last:border-0 ${strong ? "font-semibold" : ""}`}>
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0">{label}</span>
        <span className="text-end whitespace-nowrap">
          {uzs.point !== null && sign}
          {point}
        </span>
      </div>
      {range && <p className="text-end text-xs text-soft">({range})</p>}
      <div aria-hidden="true" className="mt-0.5 h-1 rounded-full bg-sunk">
        <div className="h-1 rounded-full bg-accent" style={{ width: `${part * 100}%` }} />
      </div>
    </li>
  );
}

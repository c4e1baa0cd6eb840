/** What is left: the profit first, then what it is made of, and the money over time. */
import { lazy, Suspense } from "react";
import type { CostAnswer } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Lines } from "./Lines";
import { Skeleton } from "@/shared/ui/states";
import { Profit } from "./Profit";
import { useFigures } from "./units";

const Curve = lazy(() => import("./Curve").then((part) => ({ default: part.Curve })));

export function Result({ answer, waiting }: { answer: CostAnswer; waiting: boolean }) {
  const { t, format } = useTexts();
  const say = useFigures();
  const rows = [
    ["margin", say.percent(answer.margin_pct)],
    ["roi", say.percent(answer.roi_pct)],
    ["break_even", say.money(answer.break_even_price)],
    ["recoup", say.pieces(answer.units_to_recoup)],
    ...(answer.units_for_fixed.point ? [["for_fixed", say.pieces(answer.units_for_fixed)] as const] : []),
    ["batch", say.money(answer.batch_profit)],
  ] as const;
  return (
    <section
      aria-label={t("costs.result")}
      aria-busy={waiting}
      className={`sheet flex flex-col gap-4 p-3 sm:p-4 ${waiting ? "opacity-70" : ""}`}
    >
      <Profit answer={answer} />
      {answer.unknown.length > 0 && (
        <p role="status" className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
          <span aria-hidden="true">△ </span>
          {t("costs.unknown")} {answer.unknown.map((name) => t(`costs.field.${name as "price"}`)).join(", ")}
        </p>
      )}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
        {rows.map(([name, { point, range }]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-soft">{t(`costs.figure.${name}`)}</dt>
            <dd className="font-semibold wrap-anywhere">{point}</dd>
            {range && <dd className="text-xs text-soft wrap-anywhere">({range})</dd>}
          </div>
        ))}
      </dl>
      {answer.loss_chance !== null && (
        <p className="text-sm">
          {t("costs.loss_chance", { n: format.count(Math.round(answer.loss_chance * 100)) })}
        </p>
      )}
      <Lines answer={answer} />
      {answer.cash && (
        <Suspense fallback={<Skeleton rows={1} height="h-40" />}>
          <Curve cash={answer.cash} />
        </Suspense>
      )}
      {answer.draws > 0 && <p className="text-xs text-soft">{t("costs.how_ranges", { n: answer.draws })}</p>}
    </section>
  );
}

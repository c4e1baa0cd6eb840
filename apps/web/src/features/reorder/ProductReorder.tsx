/** When to order a product again and how much, by variant, on terms that can be changed; and what an empty shelf has cost so far. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Product, ProductReorder as Told } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Dock } from "@/shared/told/Dock";
import { UndoBar } from "@/shared/told/UndoBar";
import { EstimateFigure } from "@/shared/ui/EstimateFigure";
import { Answer, Skeleton } from "@/shared/ui/states";
import { Term } from "@/shared/ui/Term";
import { Cost, Quantity } from "./Due";
import { OrderCard } from "./OrderCard";
import { productReorderQuery } from "./queries";
import { TermsLine } from "./TermsLine";
import { useLineName } from "./useLineName";

export default function ProductReorder({ product }: { product: Product }) {
  const { t } = useTexts();
  const reorder = useQuery(productReorderQuery(product.product_id));
  return (
    <section aria-labelledby="reorder" className="flex flex-col gap-3">
      <h2 id="reorder" className="text-xl">
        {t("reorder.block")}
      </h2>
      <Answer query={reorder} skeleton={<Skeleton rows={1} height="h-56" />}>
        {(told) => <Plan told={told} tracked={product.tracked} />}
      </Answer>
      <Dock>
        <UndoBar />
      </Dock>
    </section>
  );
}

function Plan({ told, tracked }: { told: Told; tracked: boolean }) {
  const { t } = useTexts();
  const nameOf = useLineName();
  const { plan, lost } = told;
  if (plan.no_plan === "forecast") {
    return <p className="max-w-prose text-soft">{t("reorder.no_plan.forecast")}</p>;
  }
  const several = plan.lines.length > 1;
  return (
    <>
      <div className="flex flex-wrap text-sm text-soft">
        <Term
          word={t(plan.by === "forecast" ? "reorder.by_forecast" : "reorder.by_average")}
          text={t("reorder.means_all")}
        />
      </div>
      <TermsLine
        id={told.product_id}
        terms={told.terms}
        own={told.own_terms}
        tracked={tracked}
        lines={plan.lines}
      />
      {several && plan.due > 0 && (
        <dl
          aria-label={t("reorder.together")}
          className="sheet grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3 p-3 text-sm sm:p-4"
        >
          <Quantity label={t("reorder.together")} pieces={plan.pieces} />
          <Cost cost={plan.cost_uzs} />
        </dl>
      )}
      <ul className="grid gap-3 lg:grid-cols-2">
        {plan.lines.map((line) => (
          <li key={line.sku_id ?? 0} className="sheet flex min-w-0 flex-col gap-1 p-3 sm:p-4">
            {several && (
              <h3 className="font-medium wrap-anywhere" dir="auto">
                {nameOf(line)}
              </h3>
            )}
            <OrderCard line={line} horizon={plan.horizon_days} />
          </li>
        ))}
      </ul>
      {lost && lost.empty_days !== null && lost.empty_days > 0 && <Lost lost={lost} />}
      {tracked && (
        <Link to="/reorder" className="link self-start py-1 text-sm">
          {t("reorder.all")}
        </Link>
      )}
    </>
  );
}

function Lost({ lost }: { lost: NonNullable<Told["lost"]> }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
      <Term word={t("reorder.lost")} text={t("reorder.lost_means")} />
      <EstimateFigure estimate={lost.units} />
      <EstimateFigure estimate={{ ...lost.revenue, known_days: lost.revenue.days }} kind="revenue" />
    </div>
  );
}

/** The order of one variant: when, how much, what made it so much, and on demand what it is worked out from. */
import type { ReactNode } from "react";
import type { OrderLine } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Term } from "@/shared/ui/Term";
import { Cost, Due, Pieces } from "./Due";

const SAID = ["minimum", "pack", "cash"] as const;

export function OrderCard({ line, horizon }: { line: OrderLine; horizon: number }) {
  const { t, format } = useTexts();
  if (line.no_plan) return <p className="text-sm text-soft">{t(`reorder.no_plan.${line.no_plan}`)}</p>;
  const binds = SAID.find((one) => one === line.binds);
  return (
    <div className="flex flex-col gap-2">
      <Due dates={line} due={line.due} horizon={horizon} />
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3 text-sm">
        <Pieces line={line} />
        {line.due && <Cost cost={line.cost_uzs} />}
      </dl>
      {binds && <p className="text-sm text-warn">{t(`reorder.binds.${binds}`)}</p>}
      <details className="text-sm">
        <summary className="min-h-9 py-1.5 text-soft">{t("reorder.how")}</summary>
        <dl className="grid grid-cols-2 gap-x-3 gap-y-1 pt-1 [&_dt]:text-soft">
          <Row term="stock">
            {line.stock === null ? "—" : format.count(line.stock)}
            {line.on_order > 0 && ` + ${t("reorder.coming", { n: format.count(line.on_order) })}`}
          </Row>
          <Row term="lead_units">
            {format.unitsOf(line.lead_units).point} ({format.unitsOf(line.lead_units).range ?? "—"})
          </Row>
          <Row term="point">{format.count(line.reorder_point)}</Row>
          <Row term="safety">{format.count(line.safety_stock)}</Row>
          <Row term="up_to">{format.count(line.up_to)}</Row>
          <Row term="lasts">{line.lasts === null ? "—" : `${format.units(100 * line.lasts)} %`}</Row>
        </dl>
      </details>
    </div>
  );
}

type Name = "stock" | "lead_units" | "point" | "safety" | "up_to" | "lasts";

function Row({ term, children }: { term: Name; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <>
      <dt className="flex flex-wrap">
        <Term word={t(`reorder.term.${term}`)} text={t(`reorder.means.${term}`)} />
      </dt>
      <dd className="flex items-start pt-2">{children}</dd>
    </>
  );
}

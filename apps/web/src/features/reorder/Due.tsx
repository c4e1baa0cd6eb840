/** When an order falls due, as a range of dates, and how many pieces it is then. */
import type { OrderLine, Ranged, ReorderPlan } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { BasisMark } from "@/shared/ui/BasisMark";
import { whenOf } from "./when";

type Dated = Pick<ReorderPlan, "early" | "middle" | "late">;

export function Due({ dates, due, horizon }: { dates: Dated; due: boolean; horizon: number }) {
  const { t, format } = useTexts();
  const { early, middle, late } = dates;
  const when = whenOf(dates, due);
  if (when === "now") {
    return (
      <p className="font-semibold text-warn">
        <span aria-hidden="true">▲ </span>
        {t("reorder.now")}
      </p>
    );
  }
  return <p>{said()}</p>;

  function said(): string {
    if (!early) return t("reorder.beyond", { n: horizon });
    const first = format.day(early);
    if (!middle) return t("reorder.open", { early: first, n: horizon });
    if (!late) return t("reorder.from", { early: first, middle: format.day(middle), n: horizon });
    return t("reorder.between", { early: first, middle: format.day(middle), late: format.day(late) });
  }
}

/** `120 pcs (80–160)`; what is ordered now, or else what will be when it falls due. */
export function Pieces({ line }: { line: Pick<OrderLine, "due" | "pieces" | "next_pieces"> }) {
  const { t } = useTexts();
  return line.due ? (
    <Quantity label={t("reorder.pieces")} pieces={line.pieces} />
  ) : (
    <Quantity label={t("reorder.next_pieces")} pieces={line.next_pieces} />
  );
}

export function Quantity({ label, pieces }: { label: string; pieces: Ranged }) {
  const { t, format } = useTexts();
  const words = format.unitsOf(pieces);
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{label}</dt>
      <dd>
        <span className="inline-flex items-center gap-1.5 font-semibold whitespace-nowrap">
          {pieces.point !== null && <BasisMark basis="inferred" />}
          {words.point}
        </span>
        {words.range && (
          <span className="text-xs text-soft" title={t("reorder.range_means")}>
            {" "}
            ({words.range})
          </span>
        )}
      </dd>
    </div>
  );
}

/** What it costs, with its range; nothing is said of what nobody told the price of. */
export function Cost({ cost }: { cost: Ranged }) {
  const { t, format } = useTexts();
  const { point, low, high } = cost;
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{t("reorder.cost")}</dt>
      <dd>
        {point === null ? (
          <span className="text-xs text-soft">{t("reorder.no_cost")}</span>
        ) : (
          <>
            <span className="inline-flex items-center gap-1.5 font-semibold whitespace-nowrap">
              <BasisMark basis="inferred" />
              {format.money(point)}
            </span>
            {low !== null && high !== null && low !== high && (
              <span className="text-xs text-soft" title={t("reorder.range_means")}>
                {" "}
                ({format.moneyShort(low)}–{format.moneyShort(high)})
              </span>
            )}
          </>
        )}
      </dd>
    </div>
  );
}

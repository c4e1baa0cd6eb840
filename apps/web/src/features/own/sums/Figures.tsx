/** The key figures of a span, from what was sold down to what is left; an unknown one says why it is unknown. */
import type { OwnTotal } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Sum } from "./Sum";
import { useMoney } from "./useMoney";
import { useSums } from "./useSums";

export function Figures({ line }: { line: OwnTotal }) {
  const { t, format } = useTexts();
  const money = useMoney();
  const taken = (uzs: number | null) => money(uzs === null ? null : -uzs);
  const untold = (uzs: number | null) => uzs === null && t("ownsums.untold");
  const { cost_basis: by, margin_pct: margin } = line;
  return (
    <dl className="sheet grid grid-cols-2 gap-x-3 gap-y-4 p-3 sm:grid-cols-3 sm:p-4 lg:grid-cols-4">
      <Sum
        large
        name={t("ownsums.revenue")}
        value={money(line.revenue_uzs)}
        below={untold(line.revenue_uzs)}
      />
      <Sum
        large
        name={t("ownsums.profit")}
        value={money(line.profit_uzs)}
        basis={by === "cabinet" || by === "both" ? "inferred" : "measured"}
        bad={(line.profit_uzs ?? 0) < 0}
        below={<WhyNoProfit line={line} />}
      />
      <Sum
        large
        name={t("ownsums.margin")}
        value={margin === null ? null : `${format.count(Math.round(margin * 10) / 10)} %`}
        basis={by === "cabinet" || by === "both" ? "inferred" : "measured"}
        bad={(margin ?? 0) < 0}
      />
      <Sum
        large
        name={t("ownsums.units")}
        value={format.count(line.units)}
        below={t("ownsums.of_ordered", {
          ordered: format.count(line.ordered),
          cancelled: format.count(line.cancelled),
          returned: format.count(line.returned),
        })}
      />
      <Sum
        name={t("ownsums.commission")}
        value={taken(line.commission_uzs)}
        below={untold(line.commission_uzs)}
      />
      <Sum
        name={t("ownsums.logistics")}
        value={taken(line.logistics_uzs)}
        below={untold(line.logistics_uzs)}
      />
      <Sum name={t("ownsums.storage")} value={taken(line.storage_uzs)} />
      <Sum name={t("ownsums.other")} value={taken(line.other_uzs)} below={untold(line.other_uzs)} />
      {line.apart_uzs !== 0 && (
        <Sum name={t("ownsums.apart")} value={taken(line.apart_uzs)} below={t("ownsums.apart_means")} />
      )}
      <Sum
        name={t("ownsums.cost")}
        value={taken(line.cost_uzs)}
        basis={by === "cabinet" || by === "both" ? "inferred" : "measured"}
        below={t(`ownsums.cost_by.${by}`)}
      />
      {line.spoiled_uzs !== 0 && <Sum name={t("ownsums.spoiled")} value={taken(line.spoiled_uzs)} />}
    </dl>
  );
}

/** What part of the revenue lacks a cost, what is known of the rest, and where costs are entered. */
function WhyNoProfit({ line }: { line: OwnTotal }) {
  const { t, format } = useTexts();
  const { change } = useSums();
  if (line.profit_uzs !== null) return null;
  const { revenue_uzs: revenue, revenue_without_cost_uzs: without, known_profit_uzs: known } = line;
  const share = revenue && without ? Math.max(1, Math.round((100 * without) / revenue)) : null;
  return (
    <>
      <p>{share === null ? t("ownsums.untold") : t("ownsums.no_cost_for", { share })}</p>
      {known !== null && <p>{t("ownsums.known_profit", { money: format.money(known) })}</p>}
      <button
        type="button"
        className="link inline-flex min-h-11 items-center text-start"
        onClick={() => change({ part: "purchases" })}
      >
        {t("ownsums.enter_costs")}
      </button>
    </>
  );
}

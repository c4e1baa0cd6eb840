/** What all orders that are due come to, and what the purse has cut. */
import type { ReorderList } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Cost, Quantity } from "./Due";

export function Sums({ list }: { list: ReorderList }) {
  const { t, format } = useTexts();
  const { cash_uzs: cash, uncut_uzs: uncut, cost_uzs: cost } = list;
  const cut = cash !== null && cost.point !== null && cost.point < uncut;
  return (
    <div className="sheet flex flex-col gap-2 p-3 sm:p-4">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3 text-sm">
        <div>
          <dt className="text-xs text-soft">{t("reorder.due_now")}</dt>
          <dd className="font-semibold">
            {t("reorder.of", { n: format.count(list.due), all: format.count(list.own) })}
          </dd>
        </div>
        {list.due > 0 && <Quantity label={t("reorder.together")} pieces={list.pieces} />}
        {list.due > 0 && <Cost cost={cost} />}
      </dl>
      {cut && <p className="text-sm text-warn">{t("reorder.cut", { money: format.money(uncut) })}</p>}
      {list.unpriced > 0 && (
        <p className="text-sm text-soft">{t("reorder.unpriced", { n: list.unpriced })}</p>
      )}
      {list.left_out > 0 && (
        <p className="text-sm text-warn">{t("reorder.left_out", { n: list.left_out })}</p>
      )}
    </div>
  );
}

/** When what is at hand is gone: dates between which it is so with 80 %, how many days that is, and the chance by day. */
import type { RunsOut } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Chances } from "./Chances";
import { leftWords, type LeftWords } from "./left";

export function RunsOutCard({ runs, from }: { runs: RunsOut; from: string }) {
  const { t, format } = useTexts();
  if (runs.stock === 0) {
    return (
      <p className="text-bad">
        <span aria-hidden="true">✕ </span>
        {t("stock.none")}
      </p>
    );
  }
  const left = leftWords(runs.days);
  const days = daysSaid(left);
  return (
    <div className="flex flex-col gap-2">
      <p>
        {t("stock.left", { n: format.count(runs.stock) })} · <span className="font-semibold">{days}</span>
      </p>
      <p className="text-sm text-soft">{datesSaid()}</p>
      <Chances chances={runs.chances} from={from} />
    </div>
  );

  function daysSaid({ kind, point, low, high }: LeftWords): string {
    const [at, first, last] = [point, low, high].map((value) => format.units(value));
    if (kind === "beyond") return t("outlook.days_beyond", { n: runs.horizon_days });
    if (kind === "open") return t("outlook.days_open", { low: first ?? "", n: runs.horizon_days });
    if (kind === "from")
      return t("outlook.days_from", { point: at ?? "", low: first ?? "", n: runs.horizon_days });
    return t("outlook.days_between", { point: at ?? "", low: first ?? "", high: last ?? "" });
  }

  function datesSaid(): string {
    const { early, middle, late } = runs;
    if (!early) return t("outlook.dates_beyond", { n: runs.horizon_days });
    const first = format.day(early);
    if (!middle) return t("outlook.dates_open", { early: first, n: runs.horizon_days });
    if (!late)
      return t("outlook.dates_from", { early: first, middle: format.day(middle), n: runs.horizon_days });
    return t("outlook.dates_between", { early: first, middle: format.day(middle), late: format.day(late) });
  }
}

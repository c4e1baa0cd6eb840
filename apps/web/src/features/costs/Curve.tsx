/** The money of a batch by day: below the line it is tied up. What is drawn is said in words and told in a table as well. */
import type { CashCurve } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useFigures } from "./units";

const WIDTH = 320;
const HEIGHT = 140;

export function Curve({ cash }: { cash: CashCurve }) {
  const { t, format } = useTexts();
  const say = useFigures();
  const last = cash.days.at(-1) ?? 1;
  const top = Math.max(...cash.high, 0);
  const bottom = Math.min(...cash.low, 0);
  const x = (day: number) => ((day / last) * WIDTH).toFixed(1);
  const y = (uzs: number) => ((1 - (uzs - bottom) / (top - bottom || 1)) * HEIGHT).toFixed(1);
  const points = (values: readonly number[]) => values.map((uzs, at) => `${x(cash.days[at] ?? 0)},${y(uzs)}`);
  const needed = say.money(cash.needed);
  const back = say.pieces(cash.back_day);
  return (
    <figure className="flex flex-col gap-2">
      <figcaption>
        <h3 className="font-semibold">{t("costs.cash")}</h3>
        <p className="text-sm">
          {t("costs.needed", { sum: needed.point, day: cash.needed_day })}
          {needed.range && <span className="text-soft"> ({needed.range})</span>}{" "}
          {cash.back_day.point === null ? t("costs.never_back") : t("costs.back", { day: back.point })}
          {back.range && <span className="text-soft"> ({back.range})</span>}
        </p>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        aria-hidden="true"
        className="h-36 w-full"
        preserveAspectRatio="none"
      >
        <polygon
          points={[...points(cash.high), ...points(cash.low).reverse()].join(" ")}
          className="fill-accent-soft"
        />
        <line x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} className="stroke-rule-strong" strokeDasharray="4 4" />
        <polyline
          points={points(cash.point).join(" ")}
          fill="none"
          className="stroke-accent"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div aria-hidden="true" className="flex justify-between text-xs text-soft">
        <span>{t("costs.day", { n: 0 })}</span>
        <span>{t("costs.day", { n: last })}</span>
      </div>
      <details>
        <summary className="link flex min-h-11 items-center text-sm">{t("costs.by_day")}</summary>
        <table className="w-full text-sm">
          <thead className="text-xs text-soft">
            <tr>
              <th scope="col" className="text-start font-normal">
                {t("costs.column.day")}
              </th>
              <th scope="col" className="text-end font-normal">
                {t("costs.column.brought")}
              </th>
            </tr>
          </thead>
          <tbody>
            {cash.days.map((day, at) => (
              <tr key={day} className="border-t border-rule">
                <th scope="row" className="text-start font-normal">
                  {day}
                </th>
                <td className="numeric">{format.money(cash.point[at] ?? null)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

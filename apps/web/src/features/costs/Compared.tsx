/** What is worked out now beside scenarios that were kept: one column each, the best of a row marked. */
import { useQueries } from "@tanstack/react-query";
import type { CostAnswer, CostScenario, Ranged } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { costsQuery } from "./queries";
import { useFigures } from "./units";

interface Props {
  now: CostAnswer | undefined;
  scenarios: readonly CostScenario[];
}

type Kind = "money" | "percent" | "pieces";
interface Row {
  key: string;
  label: string;
  kind: Kind;
  of: (answer: CostAnswer) => Ranged | undefined;
  /** Whether more of it is better; not said of what is neither. */
  better?: "more" | "less";
}

export function Compared({ now, scenarios }: Props) {
  const { t } = useTexts();
  const answers = useQueries({ queries: scenarios.map(({ inputs }) => costsQuery(inputs)) });
  const columns = [
    ...(now ? [{ name: t("costs.now"), answer: now }] : []),
    ...scenarios.map(({ name }, at) => ({ name, answer: answers[at]?.data })),
  ];
  const lines = columns.flatMap(({ answer }) => answer?.lines ?? []);
  const used = [...new Set(lines.filter(({ uzs }) => uzs.point !== 0).map(({ name }) => name))];
  const rows: Row[] = [
    { key: "price", label: t("costs.line.price"), kind: "money", of: (answer) => answer.price },
    ...used.map((name): Row => ({
      key: name,
      label: t(`costs.line.${name}`),
      kind: "money",
      of: (answer) => answer.lines.find((line) => line.name === name)?.uzs,
    })),
    { key: "profit", label: t("costs.line.profit"), kind: "money", of: (a) => a.profit, better: "more" },
    {
      key: "margin",
      label: t("costs.figure.margin"),
      kind: "percent",
      of: (a) => a.margin_pct,
      better: "more",
    },
    { key: "roi", label: t("costs.figure.roi"), kind: "percent", of: (a) => a.roi_pct, better: "more" },
    { key: "even", label: t("costs.figure.break_even"), kind: "money", of: (a) => a.break_even_price },
    {
      key: "batch",
      label: t("costs.figure.batch"),
      kind: "money",
      of: (a) => a.batch_profit,
      better: "more",
    },
    { key: "needed", label: t("costs.row.needed"), kind: "money", of: (a) => a.cash?.needed, better: "less" },
    { key: "back", label: t("costs.row.back"), kind: "pieces", of: (a) => a.cash?.back_day, better: "less" },
  ];
  return (
    <section className="sheet flex min-w-0 flex-col gap-3 p-3 sm:p-4">
      <h2 className="text-lg">{t("costs.side_by_side")}</h2>
      <div className="overflow-x-auto" role="region" aria-label={t("costs.side_by_side")} tabIndex={0}>
        <table className="w-full text-sm">
          <thead>
            <tr>
              <td className="sticky start-0 bg-sheet" />
              {columns.map(({ name }, at) => (
                <th key={at} scope="col" dir="auto" className="min-w-32 px-2 py-1 text-end wrap-anywhere">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Cells key={row.key} row={row} answers={columns.map(({ answer }) => answer)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cells({ row, answers }: { row: Row; answers: (CostAnswer | undefined)[] }) {
  const { t } = useTexts();
  const say = useFigures();
  const values = answers.map((answer) => answer && row.of(answer));
  const points = values.flatMap((value) => (value?.point == null ? [] : [value.point]));
  const best = row.better === "more" ? Math.max(...points) : Math.min(...points);
  const marked = row.better && points.length > 1 && new Set(points).size > 1;
  return (
    <tr className="border-t border-rule align-top">
      <th
        scope="row"
        className="sticky start-0 min-w-28 bg-sheet py-1.5 pe-2 text-start font-normal text-soft"
      >
        {row.label}
      </th>
      {values.map((value, at) => {
        const { point, range } = value ? say[row.kind](value) : { point: "—", range: null };
        const isBest = marked && value?.point === best;
        return (
          <td key={at} className="px-2 py-1.5 text-end">
            <span className={`whitespace-nowrap ${isBest ? "font-semibold text-good" : ""}`}>
              {isBest && <span title={t("costs.best")}>★ </span>}
              {point}
            </span>
            {range && <span className="block text-xs text-soft">({range})</span>}
          </td>
        );
      })}
    </tr>
  );
}

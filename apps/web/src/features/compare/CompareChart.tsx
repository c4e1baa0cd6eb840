/** All lines in one drawing, by one measure. */
import { useMemo } from "react";
import type uPlot from "uplot";
import { Plot, type Plan } from "@/shared/chart/Plot";
import { useTexts } from "@/shared/texts/texts";
import { drawLines, namesRoom, type Line } from "./draw";
import { scaleOf } from "./lines";
import { percentWords } from "./Readout";
import type { Measure, Shape } from "./search";

interface Props {
  lines: Line[];
  measure: Measure;
  shape: Shape;
  first: number;
  count: number;
  selected: number;
  spoken: string;
  onSelect: (index: number) => void;
}

export default function CompareChart({ lines, measure, shape, first, count, ...choice }: Props) {
  const { t, format } = useTexts();
  const plan = useMemo<Plan>(
    () => ({
      first,
      count,
      scales: { y: scaleOf(measure, lines) },
      padding: [10, (u: uPlot) => namesRoom(u.width), 0, 0],
      axes: (palette) => [
        {
          scale: "y",
          stroke: palette.soft,
          font: `11px ${palette.font}`,
          size: 54,
          gap: 4,
          grid: { stroke: palette.rule, width: 1 },
          ticks: { show: false },
          values: (_, splits) =>
            splits.map((value) =>
              shape === "index"
                ? percentWords(value, format)
                : measure === "price" || measure === "revenue"
                  ? format.moneyShort(value)
                  : format.count(value),
            ),
        },
      ],
      paint: (u, palette) => drawLines(u, lines, palette),
    }),
    [lines, measure, shape, first, count, format],
  );
  return <Plot plan={plan} label={t("compare.slider")} {...choice} />;
}

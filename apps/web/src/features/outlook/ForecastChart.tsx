/** The last four weeks and the four to come in one drawing; a day is chosen by tap or arrow keys and read out below it. */
import { useMemo, useState } from "react";
import { Plot, type Plan } from "@/shared/chart/Plot";
import { useTexts } from "@/shared/texts/texts";
import { useBandWords } from "./bandWords";
import { drawForecast } from "./drawForecast";
import type { Point, Scene } from "./forecastScene";

export default function ForecastChart({ scene }: { scene: Scene }) {
  const { t, format } = useTexts();
  const spoken = useSpoken();
  const start = scene.points.findIndex(({ ahead }) => ahead !== null);
  const [chosen, setChosen] = useState<number | null>(null);
  const selected = Math.min(chosen ?? start, scene.points.length - 1);
  const point = scene.points[selected];
  const plan = useMemo<Plan>(() => {
    const factor = scene.shift?.factor;
    const words = {
      ahead: t("outlook.forecast_short"),
      shift: factor ? format.timesOf(factor).point : "",
      rose: (factor?.point ?? 1) > 1,
    };
    return {
      first: scene.points[0]?.number ?? 0,
      count: scene.points.length,
      scales: { y: [0, scene.most * 1.12] },
      padding: [8, 8, 0, 0],
      axes: (palette) => [
        {
          scale: "y",
          stroke: palette.soft,
          font: `11px ${palette.font}`,
          size: 46,
          gap: 4,
          grid: { stroke: palette.rule, width: 1 },
          ticks: { show: false },
          values: (_, splits) => splits.map((value) => format.count(value)),
        },
      ],
      paint: (u, palette) => drawForecast(u, scene, palette, words),
    };
  }, [scene, t, format]);
  if (!point) return null;
  return (
    <div className="sheet overflow-hidden p-2 sm:p-4">
      <Plot
        plan={plan}
        label={t("outlook.chart")}
        selected={selected}
        spoken={spoken(point)}
        onSelect={setChosen}
      />
      <p aria-live="polite" className="min-h-11 px-1 pt-2 text-sm">
        {spoken(point)}
      </p>
      <p className="px-1 text-xs text-soft">{t("outlook.chart_legend")}</p>
    </div>
  );
}

function useSpoken(): (point: Point) => string {
  const { t, format } = useTexts();
  const bandWords = useBandWords();
  return ({ day, sold, ahead }) => {
    const at = format.dayWithWeekday(day);
    if (ahead) return t("outlook.day_ahead", { day: at, ...bandWords(ahead) });
    if (!sold) return t("outlook.day_unknown", { day: at });
    const { point, range } = format.unitsOf(sold);
    return t("outlook.day_sold", { day: at, units: range ? `${point} (${range})` : point });
  };
}

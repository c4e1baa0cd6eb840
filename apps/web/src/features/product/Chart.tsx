/** Units or revenue, price and stock over days in one drawing. A day is chosen by tap or arrow keys and read out below it. */
import { useMemo } from "react";
import { Plot, type Plan } from "@/shared/chart/Plot";
import { useTexts } from "@/shared/texts/texts";
import { drawScene, type Words } from "./draw";
import { scalesOf, type Scene } from "./scene";
import type { Measure } from "./search";

interface Props {
  scene: Scene;
  measure: Measure;
  selected: number;
  spoken: string;
  onSelect: (index: number) => void;
}

export default function Chart({ scene, measure, ...choice }: Props) {
  const { t, format } = useTexts();
  const plan = useMemo<Plan>(() => {
    const words: Words = {
      bars: t(`chart.${measure}`),
      price: t("chart.price"),
      stock: t("chart.stock"),
      nobody: t("chart.nobody"),
      unknown: t("chart.unknown"),
      count: format.units,
      bar: measure === "revenue" ? format.moneyShort : format.units,
      money: format.moneyShort,
      total: ({ span }) => {
        const units = format.units(span.units.point);
        return [t("chart.total", { n: units }), units];
      },
    };
    // Its small events are drawn while a day is chosen.
    const quiet = new Set(scene.days.filter((day) => day.quiet && !day.sign).map((day) => day.number));
    return {
      first: scene.days[0]?.number ?? 0,
      count: scene.days.length,
      scales: scalesOf(scene),
      padding: [4, 10, 0, 50],
      paint: (u, palette, chosen) => drawScene(u, scene, chosen, palette, words),
      changes: (day) => quiet.has(day),
      pointed: true,
    };
  }, [scene, measure, t, format]);
  return <Plot plan={plan} label={t("chart.label")} {...choice} />;
}

/** Units, price and stock over days in one drawing. A day is chosen by tap or arrow keys and read out below it. */
import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dayOfNumber } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { useTheme } from "@/shared/theme/theme";
import { drawScene, type Words } from "./draw";
import { readPalette, type Palette } from "./pen";
import { scalesOf, ticksOf, type Scene } from "./scene";

interface Props {
  scene: Scene;
  selected: number;
  spoken: string;
  onSelect: (index: number) => void;
}

export default function Chart({ scene, selected, spoken, onSelect }: Props) {
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const plot = usePlot(box, scene, selected);

  const pick = (event: PointerEvent) => {
    const u = plot.current;
    if (!u || (event.type === "pointermove" && event.buttons === 0)) return;
    const at = u.posToVal(event.clientX - u.over.getBoundingClientRect().left, "x");
    const first = scene.days[0]?.number ?? 0;
    onSelect(Math.min(Math.max(Math.floor(at) - first, 0), scene.days.length - 1));
  };
  const onKey = (event: KeyboardEvent) => {
    const last = scene.days.length - 1;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowDown: -1,
      ArrowUp: 1,
      PageDown: -7,
      PageUp: 7,
      Home: -last,
      End: last,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onSelect(Math.min(Math.max(selected + step, 0), last));
  };
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={t("chart.label")}
      aria-valuemin={0}
      aria-valuemax={scene.days.length - 1}
      aria-valuenow={selected}
      aria-valuetext={spoken}
      onPointerDown={pick}
      onPointerMove={pick}
      onKeyDown={onKey}
      className="h-[21rem] w-full cursor-pointer touch-pan-y select-none sm:h-[24rem]"
    />
  );
}

function usePlot(box: React.RefObject<HTMLDivElement | null>, scene: Scene, selected: number) {
  const { t, format } = useTexts();
  const { dark } = useTheme();
  const plot = useRef<uPlot | null>(null);
  const chosen = useRef<number | null>(null);
  const words = useMemo<Words>(
    () => ({
      units: t("chart.units"),
      price: t("chart.price"),
      stock: t("chart.stock"),
      nobody: t("chart.nobody"),
      unknown: t("chart.unknown"),
      count: format.units,
      money: format.moneyShort,
      total: ({ span }) => {
        const units = format.units(span.units.point);
        return [t("chart.total", { n: units }), units];
      },
    }),
    [t, format],
  );

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const palette = readPalette();
    const draw = (u: uPlot) => drawScene(u, scene, chosen.current, palette, words);
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const axis = axisOf(scene, palette, (number) => format.dayShort(dayOfNumber(Math.floor(number))));
    const u = new uPlot(optionsOf(scene, size(), axis, draw), dataOf(scene), element);
    plot.current = u;
    const observer = new ResizeObserver(() => u.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      u.destroy();
      plot.current = null;
    };
  }, [box, scene, words, format, dark]);

  useEffect(() => {
    chosen.current = scene.days[selected]?.number ?? null;
    plot.current?.redraw(false);
  }, [scene, selected, words, format, dark]);

  return plot;
}

function axisOf(scene: Scene, palette: Palette, name: (number: number) => string): uPlot.Axis {
  return {
    stroke: palette.soft,
    font: `11px ${palette.font}`,
    size: 34,
    gap: 8,
    grid: { show: false },
    ticks: { stroke: palette.strong, width: 1, size: 4 },
    splits: (u) => ticksOf(scene.days, u.bbox.width / (devicePixelRatio || 1)),
    values: (_, splits) => splits.map(name),
  };
}

function optionsOf(
  scene: Scene,
  size: { width: number; height: number },
  axis: uPlot.Axis,
  draw: (u: uPlot) => void,
): uPlot.Options {
  const first = scene.days[0]?.number ?? 0;
  const ends: [number, number] = [first, first + scene.days.length];
  const scales = scalesOf(scene);
  const hidden = (scale: string): uPlot.Series => ({ scale, paths: () => null, points: { show: false } });
  return {
    ...size,
    padding: [4, 10, 0, 50],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: ends },
      units: { range: scales.units },
      price: { range: scales.price },
      stock: { range: scales.stock },
    },
    axes: [axis],
    series: [{}, hidden("units"), hidden("price"), hidden("stock")],
    hooks: { draw: [draw] },
  };
}

function dataOf(scene: Scene): uPlot.AlignedData {
  return [
    scene.days.map((day) => day.number + 0.5),
    scene.days.map((day) => day.units.point),
    scene.days.map((day) => day.price),
    scene.days.map((day) => day.stock),
  ];
}

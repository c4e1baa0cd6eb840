/** A drawing over days on uPlot's canvas, in which a day is chosen by tap, by dragging or by arrow keys. */
import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dayOfNumber } from "@/shared/format/days";
import { useTexts } from "@/shared/texts/texts";
import { useTheme } from "@/shared/theme/theme";
import { readPalette, type Palette } from "./pen";
import { ticksOf } from "./ticks";

/** What is drawn. A new one makes the drawing anew; for a day that is chosen a column is moved behind it. */
export interface Plan {
  /** The first day, in days since 1970-01-01, and how many there are. */
  first: number;
  count: number;
  scales: Record<string, [number, number]>;
  padding: uPlot.Padding;
  /** Axes besides that of the days. */
  axes?: (palette: Palette) => uPlot.Axis[];
  paint: (u: uPlot, palette: Palette, chosen: number | null) => void;
  /** Whether a day is drawn otherwise while it is chosen: the drawing is painted again for it. */
  changes?: (day: number) => boolean;
  /** Whether the chosen day is pointed at from below as well. */
  pointed?: boolean;
}

interface Props {
  plan: Plan;
  label: string;
  /** The place of the chosen day among those drawn. */
  selected: number;
  spoken: string;
  onSelect: (index: number) => void;
}

export function Plot({ plan, label, selected, spoken, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = usePlot(box, plan, selected);
  const last = plan.count - 1;
  const choose = (index: number) => onSelect(Math.min(Math.max(index, 0), last));

  const pick = (event: PointerEvent) => {
    const u = plot.current;
    if (!u || (event.type === "pointermove" && event.buttons === 0)) return;
    const at = u.posToVal(event.clientX - u.over.getBoundingClientRect().left, "x");
    choose(Math.floor(at) - plan.first);
  };
  const onKey = (event: KeyboardEvent) => {
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
    choose(selected + step);
  };
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={selected}
      aria-valuetext={spoken}
      onPointerDown={pick}
      onPointerMove={pick}
      onKeyDown={onKey}
      className="h-[21rem] w-full cursor-pointer touch-pan-y select-none sm:h-[24rem]"
    />
  );
}

function usePlot(box: RefObject<HTMLDivElement | null>, plan: Plan, selected: number) {
  const { format } = useTexts();
  const { dark } = useTheme();
  const plot = useRef<uPlot | null>(null);
  const chosen = useRef<number | null>(null);
  const days = useMemo(
    () => Array.from({ length: plan.count }, (_, index) => ({ number: plan.first + index })),
    [plan],
  );

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const palette = readPalette();
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const axis: uPlot.Axis = {
      stroke: palette.soft,
      font: `11px ${palette.font}`,
      size: 34,
      gap: 8,
      grid: { show: false },
      ticks: { stroke: palette.strong, width: 1, size: 4 },
      splits: (u) => ticksOf(days, u.bbox.width / (devicePixelRatio || 1)),
      values: (_, splits) => splits.map((number) => format.dayShort(dayOfNumber(Math.floor(number)))),
    };
    const column = columnOf(plan);
    const draw = (u: uPlot) => {
      plan.paint(u, palette, chosen.current);
      place(u, column, chosen.current);
    };
    const u = new uPlot(
      { ...size(), ...optionsOf(plan, [axis, ...(plan.axes?.(palette) ?? [])], draw) },
      dataOf(plan, days),
      element,
    );
    plot.current = u;
    u.under.append(column);
    // What points at the day from below stands outside of the drawing's lines.
    u.under.style.overflow = "visible";
    const observer = new ResizeObserver(() => u.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      u.destroy();
      plot.current = null;
    };
  }, [box, plan, days, format, dark]);

  useEffect(() => {
    const before = chosen.current;
    const day = days[selected]?.number ?? null;
    chosen.current = day;
    const u = plot.current;
    const column = u?.under.firstElementChild;
    if (!u || !(column instanceof HTMLElement)) return;
    if ([before, day].some((one) => one !== null && plan.changes?.(one))) u.redraw(false);
    else place(u, column, day);
  }, [plan, days, selected, format, dark]);

  return plot;
}

function columnOf({ pointed }: Plan): HTMLElement {
  const column = document.createElement("div");
  column.className = pointed ? "chosen-day chosen-day-pointed" : "chosen-day";
  return column;
}

/** Puts the column where a day is. The lines above it stay as they are: painting hundreds of days anew takes longer than a frame. */
function place(u: uPlot, column: HTMLElement, day: number | null): void {
  column.hidden = day === null;
  if (day === null) return;
  const left = u.valToPos(day, "x");
  column.style.width = `${Math.max(u.valToPos(day + 1, "x") - left, 2)}px`;
  column.style.transform = `translateX(${left}px)`;
}

function optionsOf(
  plan: Plan,
  axes: uPlot.Axis[],
  draw: (u: uPlot) => void,
): Omit<uPlot.Options, "width" | "height"> {
  const names = Object.keys(plan.scales);
  return {
    padding: plan.padding,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [plan.first, plan.first + plan.count] },
      ...Object.fromEntries(names.map((name) => [name, { range: plan.scales[name] }])),
    },
    axes,
    series: [{}, ...names.map((scale) => ({ scale, paths: () => null, points: { show: false } }))],
    hooks: { draw: [draw] },
  };
}

/** uPlot gives a scale to what has data; what is drawn is the plan's own. */
function dataOf(plan: Plan, days: readonly { number: number }[]): uPlot.AlignedData {
  return [
    days.map((day) => day.number + 0.5),
    ...Object.values(plan.scales).map(([low]) => days.map(() => low)),
  ];
}

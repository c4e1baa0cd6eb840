/** Puts a scene on uPlot's canvas: bars with their 80 % band, gaps hatched, spans bracketed, price and stock below. */
import type uPlot from "uplot";
import { Pen, type Palette } from "@/shared/chart/pen";
import { padded, type Level } from "@/shared/chart/steps";
import { drawSign } from "./drawSign";
import { LANES, type Scene } from "./scene";
import type { DayPoint } from "./series";

export interface Words {
  bars: string;
  price: string;
  stock: string;
  nobody: string;
  unknown: string;
  count: (value: number) => string;
  /** A number of what the bars show. */
  bar: (value: number) => string;
  money: (uzs: number) => string;
  /** A span's total, the longest form first. */
  total: (span: Scene["spans"][number]) => readonly string[];
}

export function drawScene(
  u: uPlot,
  scene: Scene,
  selected: number | null,
  palette: Palette,
  words: Words,
): void {
  const pen = new Pen(u, palette);
  pen.ctx.save();
  drawGaps(pen, scene, words);
  drawLanes(pen, scene, words);
  for (const day of scene.days) drawDay(pen, day);
  for (const day of scene.days) {
    const sign = day.sign ?? (day.number === selected ? day.quiet : null);
    if (sign) drawSign(pen, day.number, sign);
  }
  drawLevels(pen, scene.lists, "price", palette.price, [2, 3]);
  drawLevels(pen, scene.prices, "price", palette.price);
  drawLevels(pen, scene.stocks, "stock", palette.stock);
  drawSpans(pen, scene, words);
  pen.ctx.restore();
}

function drawGaps(pen: Pen, scene: Scene, words: Words): void {
  const { ctx } = pen;
  const { top, height } = pen.u.bbox;
  const fill = pen.hatch();
  for (const gap of scene.gaps) {
    const left = pen.x(gap.from);
    const right = pen.x(gap.to);
    ctx.fillStyle = fill;
    ctx.fillRect(left, top, right - left, height);
    const covered = scene.spans.some(({ run }) => run.from < gap.to && run.to > gap.from);
    const running = scene.days.at(-1)?.state === "open" && scene.days.at(-1)?.number === gap.from;
    if (!covered && !running)
      nameGap(pen, (left + right) / 2, right - left, gap.looked ? words.unknown : words.nobody);
  }
}

/** Across where it fits, else upright along the gap; a sliver is left to the legend. */
function nameGap(pen: Pen, middle: number, width: number, name: string): void {
  const { ctx, palette, dpr } = pen;
  const upright = pen.widthOf(name) > width - 6 * dpr;
  if (upright && width < 13 * dpr) return;
  ctx.save();
  ctx.translate(middle, pen.u.bbox.top + pen.u.bbox.height * 0.3);
  if (upright) ctx.rotate(-Math.PI / 2);
  ctx.lineWidth = 4 * dpr;
  ctx.strokeStyle = palette.sheet;
  ctx.lineJoin = "round";
  pen.font(400);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.strokeText(name, 0, 0);
  pen.text(name, 0, 0, palette.soft, "center");
  ctx.restore();
}

function drawLanes(pen: Pen, scene: Scene, words: Words): void {
  const { palette } = pen;
  drawLane(pen, "bars", scene.bars, words.bars, words.bar, palette.accent);
  if (scene.price) drawLane(pen, "price", scene.price, words.price, words.money, palette.price);
  if (scene.stock) drawLane(pen, "stock", scene.stock, words.stock, words.count, palette.stock);
}

type LaneName = keyof typeof LANES;

function drawLane(
  pen: Pen,
  name: LaneName,
  extent: Scene["bars"],
  title: string,
  number: (value: number) => string,
  color: string,
): void {
  const { left, width, top, height } = pen.u.bbox;
  const flat = extent.low === extent.high;
  const room = padded(extent);
  const bottom = pen.y(room.low, name);
  const levels = flat ? [extent.low] : [extent.low, extent.high];
  for (const value of levels) {
    const y = pen.y(value, name);
    pen.line(
      [
        [left, y],
        [left + width, y],
      ],
      pen.palette.rule,
      1,
    );
    pen.text(number(value), left - 6 * pen.dpr, y, pen.palette.soft, "end");
  }
  if (flat)
    pen.line(
      [
        [left, bottom],
        [left + width, bottom],
      ],
      pen.palette.rule,
      1,
    );
  const above = top + height * (1 - LANES[name][1]) - 16 * pen.dpr;
  pen.text(title, left - 44 * pen.dpr, name === "bars" ? top + 6 * pen.dpr : above, color, "start", 600);
}

function drawDay(pen: Pen, day: DayPoint): void {
  const { ctx, palette } = pen;
  const { point, low, high, basis } = day.drawn;
  if (point === null) return;
  const slot = pen.x(day.number + 1) - pen.x(day.number);
  const margin = slot > 8 * pen.dpr ? slot * 0.12 : slot > 3 * pen.dpr ? 0.5 * pen.dpr : 0;
  const left = pen.x(day.number) + margin;
  const width = slot - 2 * margin;
  const y = pen.y(point, "bars");
  const zero = pen.y(0, "bars");
  ctx.fillStyle = palette.accent;
  ctx.globalAlpha = day.state === "open" ? 0.16 : 0.34;
  ctx.fillRect(left, y, width, zero - y);
  if (low !== null && high !== null && high > low) {
    ctx.globalAlpha = 0.3;
    ctx.fillRect(left, pen.y(high, "bars"), width, pen.y(low, "bars") - pen.y(high, "bars"));
  }
  ctx.globalAlpha = 1;
  const sure = basis === "measured" && day.state !== "open";
  pen.line(
    [
      [left, y],
      [left + width, y],
    ],
    palette.accent,
    2,
    sure || width < 8 * pen.dpr ? [] : [3, 2],
  );
}

function drawLevels(
  pen: Pen,
  lines: readonly Level[][],
  scale: string,
  color: string,
  dash: number[] = [],
): void {
  for (const line of lines) {
    const points: [number, number][] = [];
    for (const level of line) {
      const y = pen.y(level.value, scale);
      const last = points.at(-1);
      if (last) points.push([pen.x(level.from), last[1]]);
      points.push([pen.x(level.from), y], [pen.x(level.to), y]);
    }
    const first = points[0];
    const end = points.at(-1);
    // A single look is a dot, not an invisible line.
    if (first && end && end[0] - first[0] < 3 * pen.dpr) end[0] = first[0] + 3 * pen.dpr;
    pen.line(points, color, dash.length > 0 ? 1.2 : 1.8, dash);
  }
}

function drawSpans(pen: Pen, scene: Scene, words: Words): void {
  const { top, left: edge, width } = pen.u.bbox;
  const y = top + 24 * pen.dpr;
  let taken = edge - 50 * pen.dpr;
  for (const span of scene.spans) {
    const left = Math.max(pen.x(span.run.from), edge);
    const right = Math.min(pen.x(span.run.to), edge + width);
    if (right <= left) continue;
    const tick = 6 * pen.dpr;
    pen.line(
      [
        [left, y + tick],
        [left, y],
        [right, y],
        [right, y + tick],
      ],
      pen.palette.ink,
      1.5,
    );
    taken = nameSpan(pen, words.total(span), (left + right) / 2, y - 9 * pen.dpr, taken);
  }
}

/** Writes a span's total in the longest form that fits beside the one before it; gives back where it ends. */
function nameSpan(pen: Pen, forms: readonly string[], middle: number, y: number, taken: number): number {
  const end = pen.u.bbox.left + pen.u.bbox.width;
  for (const form of forms) {
    const half = pen.widthOf(form) / 2 + 3 * pen.dpr;
    const at = Math.min(Math.max(middle, taken + half), end - half);
    if (Math.abs(at - middle) > half) continue;
    pen.text(form, at, y, pen.palette.ink, "center", 600);
    return at + half;
  }
  return taken;
}

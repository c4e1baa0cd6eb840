/** Puts days sold and days to come on uPlot's canvas: bars, then a line in its bands; 80 % strong, 95 % faint. */
import type uPlot from "uplot";
import type { ForecastBand } from "@/shared/api/shapes";
import { Pen, type Palette } from "@/shared/chart/pen";
import type { Point, Scene } from "./forecastScene";

const SCALE = "y";

export interface Words {
  ahead: string;
  /** By how much a level changed. */
  shift: string;
  rose: boolean;
}

type Ahead = Point & { ahead: ForecastBand };
const isAhead = (point: Point): point is Ahead => point.ahead !== null;

export function drawForecast(u: uPlot, scene: Scene, palette: Palette, words: Words): void {
  const pen = new Pen(u, palette);
  const { ctx } = pen;
  ctx.save();
  drawUnknown(pen, scene);
  for (const point of scene.points) drawSold(pen, point);
  const ahead = scene.points.filter(isAhead);
  drawBand(pen, ahead, "low95", "high95", 0.14);
  drawBand(pen, ahead, "low", "high", 0.32);
  pen.line(
    ahead.map(({ number, ahead: band }) => [pen.x(number + 0.5), pen.y(band.point, SCALE)]),
    palette.stock,
    2,
  );
  const { top, height } = u.bbox;
  const upright = (day: number, colour: string, dash: number[]) =>
    pen.line(
      [
        [pen.x(day), top],
        [pen.x(day), top + height],
      ],
      colour,
      1,
      dash,
    );
  upright(scene.border, palette.strong, [4, 3]);
  pen.text(words.ahead, pen.x(scene.border) + 5 * pen.dpr, top + 8 * pen.dpr, palette.stock, "start", 600);
  if (scene.shift) {
    upright(scene.shift.number, palette.price, [2, 2]);
    const near = pen.x(scene.border) - pen.x(scene.shift.number) < 70 * pen.dpr;
    const at = pen.x(scene.shift.number) + (near ? -4 : 4) * pen.dpr;
    const shape = words.rose ? "▲" : "▼";
    pen.text(`${shape} ${words.shift}`, at, top + 8 * pen.dpr, palette.price, near ? "end" : "start", 600);
  }
  ctx.restore();
}

function drawUnknown(pen: Pen, { points }: Scene): void {
  const { top, height } = pen.u.bbox;
  pen.ctx.fillStyle = pen.hatch();
  for (const { number, sold, ahead } of points)
    if (!sold && !ahead) pen.ctx.fillRect(pen.x(number), top, pen.x(number + 1) - pen.x(number), height);
}

function drawSold(pen: Pen, { number, sold }: Point): void {
  if (!sold || sold.point === null) return;
  const { ctx, palette } = pen;
  const slot = pen.x(number + 1) - pen.x(number);
  const margin = slot > 8 * pen.dpr ? slot * 0.12 : 0.5 * pen.dpr;
  const left = pen.x(number) + margin;
  const width = slot - 2 * margin;
  const y = pen.y(sold.point, SCALE);
  ctx.fillStyle = palette.accent;
  ctx.globalAlpha = 0.34;
  ctx.fillRect(left, y, width, pen.y(0, SCALE) - y);
  if (sold.low !== null && sold.high !== null && sold.high > sold.low) {
    ctx.globalAlpha = 0.3;
    ctx.fillRect(left, pen.y(sold.high, SCALE), width, pen.y(sold.low, SCALE) - pen.y(sold.high, SCALE));
  }
  ctx.globalAlpha = 1;
  pen.line(
    [
      [left, y],
      [left + width, y],
    ],
    palette.accent,
    2,
  );
}

type End = "low" | "high" | "low95" | "high95";

function drawBand(pen: Pen, ahead: readonly Ahead[], low: End, high: End, alpha: number): void {
  const { ctx, palette } = pen;
  const edge = (end: End) =>
    ahead.map(({ number, ahead: band }) => [pen.x(number + 0.5), pen.y(band[end], SCALE)] as const);
  ctx.beginPath();
  for (const [x, y] of [...edge(high), ...edge(low).reverse()]) ctx.lineTo(x, y);
  ctx.closePath();
  ctx.globalAlpha = alpha;
  ctx.fillStyle = palette.stock;
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Puts the lines of a comparison on uPlot's canvas, each with its dash, its shapes and its name at the end. */
import type uPlot from "uplot";
import { Pen, type Palette } from "@/shared/chart/pen";
import { spread, type Piece, type Point } from "./lines";
import { DASHES, SHAPES } from "./marks";

export interface Line {
  /** Its place among the products, from 0: colour, dash and shape go by it. */
  place: number;
  name: string;
  pieces: Piece[];
  /** The product that was singled out: drawn stronger, with its interval. */
  banded: boolean;
}

const SCALE = "y";
const MARK_EVERY_PX = 30;
const MARK_PX = 8;
const LABEL_PX = 14;
/** Room at the right end for a name, where there is enough of it, else for a number. */
export const namesRoom = (widthPx: number): number => (widthPx >= 560 ? 132 : 24);

export function drawLines(u: uPlot, lines: readonly Line[], palette: Palette): void {
  const pen = new Pen(u, palette);
  const { ctx } = pen;
  const { left, top, width, height } = u.bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  const inOrder = lines.toSorted((a, b) => Number(a.banded) - Number(b.banded) || b.place - a.place);
  for (const line of inOrder)
    if (line.banded) for (const piece of line.pieces) drawBand(pen, piece, line.place);
  for (const line of inOrder) for (const piece of line.pieces) drawPiece(pen, piece, line);
  ctx.restore();
  ctx.save();
  drawNames(pen, lines);
  ctx.restore();
}

const colourOf = (palette: Palette, place: number): string => palette.lines[place] ?? palette.ink;

function drawBand(pen: Pen, piece: Piece, place: number): void {
  const { ctx } = pen;
  const known = piece.filter((point) => point.low !== null && point.high !== null);
  if (known.length === 0) return;
  const edge = (value: (point: Point) => number) =>
    known.map((point): [number, number] => [pen.x(point.at), pen.y(value(point), SCALE)]);
  const upper = edge((point) => point.high ?? point.value);
  const lower = edge((point) => point.low ?? point.value).reverse();
  // A day between two unknown ones still shows how sure it is.
  const half = known.length === 1 ? Math.max((pen.x(1) - pen.x(0)) * 0.3, 2 * pen.dpr) : 0;
  ctx.beginPath();
  for (const [x, y] of upper) {
    ctx.lineTo(x - half, y);
    if (half) ctx.lineTo(x + half, y);
  }
  for (const [x, y] of lower) {
    if (half) ctx.lineTo(x + half, y);
    ctx.lineTo(x - half, y);
  }
  ctx.closePath();
  ctx.globalAlpha = 0.2;
  ctx.fillStyle = colourOf(pen.palette, place);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function drawPiece(pen: Pen, piece: Piece, { place, banded }: Line): void {
  const colour = colourOf(pen.palette, place);
  const points = piece.map(({ at, value }): [number, number] => [pen.x(at), pen.y(value, SCALE)]);
  pen.line(points, colour, banded ? 2.6 : 1.7, [...(DASHES[place] ?? [])]);
  let next = Number.NEGATIVE_INFINITY;
  for (const [x, y] of points) {
    if (x < next) continue;
    drawShape(pen, place, x, y, colour);
    next = x + MARK_EVERY_PX * pen.dpr;
  }
}

function drawShape(pen: Pen, place: number, x: number, y: number, colour: string): void {
  const { ctx, dpr } = pen;
  const scale = (MARK_PX * dpr) / 12;
  ctx.beginPath();
  for (const [right, down] of SHAPES[place] ?? [])
    ctx.lineTo(x + (right - 6) * scale, y + (down - 6) * scale);
  ctx.closePath();
  ctx.lineWidth = 1.5 * dpr;
  ctx.strokeStyle = pen.palette.sheet;
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.fill();
}

/** Each line's number and name where it ends, kept apart from the others. */
function drawNames(pen: Pen, lines: readonly Line[]): void {
  const { left, top, width, height } = pen.u.bbox;
  const shown = lines.flatMap((line) => {
    const end = line.pieces.at(-1)?.at(-1);
    return end ? [{ line, y: pen.y(end.value, SCALE) }] : [];
  });
  const gap = LABEL_PX * pen.dpr;
  const places = spread(
    shown.map(({ y }) => y),
    gap,
    top + gap / 2,
    top + height - gap / 2,
  );
  const right = left + width + 6 * pen.dpr;
  const room = pen.u.width * pen.dpr - right - 2 * pen.dpr;
  shown.forEach(({ line: { place, name, banded } }, index) => {
    const weight = banded ? 700 : 500;
    const words = fitting(pen, `${place + 1} ${name}`, weight, room) ?? `${place + 1}`;
    pen.text(words, right, places[index] ?? top, colourOf(pen.palette, place), "start", weight);
  });
}

/** A text shortened to the room there is; null where that would leave a few letters. */
function fitting(pen: Pen, text: string, weight: number, room: number): string | null {
  if (room < 60 * pen.dpr) return null;
  pen.font(weight);
  const fits = (words: string) => pen.ctx.measureText(words).width <= room;
  if (fits(text)) return text;
  let length = text.length;
  while (length > 4 && !fits(`${text.slice(0, length)}…`)) length -= 1;
  return `${text.slice(0, length).trimEnd()}…`;
}

/** Puts a day's mark under its bar. */
import type { Pen } from "@/shared/chart/pen";
import { OUTLINES, type Sign } from "./sign";

const SIDE_PX = 8;
const BELOW_PX = 8;

export function drawSign(pen: Pen, day: number, sign: Sign): void {
  const { ctx, dpr, palette } = pen;
  const middle = pen.x(day + 0.5);
  const y = pen.y(0, "bars") + BELOW_PX * dpr;
  const scale = (SIDE_PX * dpr) / 12;
  ctx.beginPath();
  for (const [x, down] of OUTLINES[sign.shape]) ctx.lineTo(middle + (x - 6) * scale, y + (down - 6) * scale);
  ctx.closePath();
  ctx.lineWidth = 2 * dpr;
  ctx.strokeStyle = palette.sheet;
  ctx.stroke();
  ctx.fillStyle = palette.ink;
  ctx.fill();
}

/** Puts days on uPlot's canvas: a bar up or down from zero, a day that nobody knows hatched. */
import type uPlot from "uplot";
import { Pen, type Palette } from "@/shared/chart/pen";
import type { Bar } from "./dayBars";

export function drawBars(u: uPlot, bars: readonly Bar[], palette: Palette): void {
  const pen = new Pen(u, palette);
  const { ctx } = pen;
  const { left: edge, width: room, top, height } = u.bbox;
  const zero = pen.y(0, "y");
  const hatch = pen.hatch();
  ctx.save();
  for (const { number, value } of bars) {
    const slot = pen.x(number + 1) - pen.x(number);
    const margin = slot > 8 * pen.dpr ? slot * 0.12 : slot > 3 * pen.dpr ? 0.5 * pen.dpr : 0;
    const left = pen.x(number) + margin;
    const width = slot - 2 * margin;
    if (value === null) {
      ctx.fillStyle = hatch;
      ctx.fillRect(left, top, width, height);
      continue;
    }
    const y = pen.y(value, "y");
    ctx.fillStyle = palette.accent;
    ctx.globalAlpha = 0.34;
    ctx.fillRect(left, Math.min(y, zero), width, Math.abs(zero - y));
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
  pen.line(
    [
      [edge, zero],
      [edge + room, zero],
    ],
    palette.strong,
    1,
  );
  ctx.restore();
}

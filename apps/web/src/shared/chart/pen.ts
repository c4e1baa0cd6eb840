/** A canvas that thinks in days and values: colours from the page, positions from uPlot's scales. */
import type uPlot from "uplot";

export interface Palette {
  ink: string;
  sheet: string;
  soft: string;
  rule: string;
  strong: string;
  accent: string;
  price: string;
  stock: string;
  /** One for each of several series in a drawing. */
  lines: readonly string[];
  font: string;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: of("--ink"),
    sheet: of("--sheet"),
    soft: of("--soft"),
    rule: of("--rule"),
    strong: of("--rule-strong"),
    accent: of("--accent"),
    price: of("--price"),
    stock: of("--stock"),
    lines: [1, 2, 3, 4, 5, 6].map((place) => of(`--line-${place}`)),
    font: style.fontFamily,
  };
}

export class Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly dpr: number;
  constructor(
    readonly u: uPlot,
    readonly palette: Palette,
  ) {
    this.ctx = u.ctx;
    this.dpr = devicePixelRatio || 1;
  }
  x = (day: number) => this.u.valToPos(day, "x", true);
  y = (value: number, scale: string) => this.u.valToPos(value, scale, true);
  line(
    points: readonly (readonly [number, number])[],
    color: string,
    width: number,
    dash: number[] = [],
  ): void {
    const { ctx, dpr } = this;
    ctx.beginPath();
    points.forEach(([x, y], index) => (index ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.strokeStyle = color;
    ctx.lineWidth = width * dpr;
    ctx.setLineDash(dash.map((part) => part * dpr));
    ctx.stroke();
    ctx.setLineDash([]);
  }
  text(words: string, x: number, y: number, color: string, align: CanvasTextAlign, weight = 400): void {
    const { ctx } = this;
    this.font(weight);
    ctx.fillStyle = color;
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    ctx.fillText(words, x, y);
  }
  /** How a day of which nothing is known is filled. */
  hatch(): CanvasPattern | string {
    const { dpr, palette } = this;
    const side = 7 * dpr;
    const tile = document.createElement("canvas");
    tile.width = tile.height = side;
    const ctx = tile.getContext("2d");
    if (!ctx) return palette.rule;
    ctx.strokeStyle = palette.strong;
    ctx.globalAlpha = 0.55;
    ctx.lineWidth = dpr;
    ctx.beginPath();
    for (const shift of [-side, 0, side]) {
      ctx.moveTo(shift, side);
      ctx.lineTo(shift + side, 0);
    }
    ctx.stroke();
    return this.ctx.createPattern(tile, "repeat") ?? palette.rule;
  }
  font(weight: number): void {
    this.ctx.font = `${weight} ${11 * this.dpr}px ${this.palette.font}`;
  }
  widthOf(words: string): number {
    this.font(400);
    return this.ctx.measureText(words).width;
  }
}

/** Which mark stands for a day's events: a shape for each way things move, so that colour is never alone. */
import type { DayMark, EventKind } from "@/shared/api/shapes";

export type Shape = "up" | "down" | "box" | "bar" | "star" | "cross";

export interface Sign {
  kind: EventKind;
  shape: Shape;
}

/** What to know first comes first. */
const SHAPES: [EventKind, Shape][] = [
  ["burst", "star"],
  ["sold_out", "bar"],
  ["counter_corrected", "cross"],
  ["set_by_hand", "box"],
  ["restock", "up"],
  ["write_off", "down"],
  ["gone", "down"],
  ["appeared", "up"],
  ["cancelled", "cross"],
  ["return", "up"],
];
const MARKS: Record<DayMark, EventKind> = { burst: "burst", out_of_stock: "sold_out" };

export const shapeOf = (kind: EventKind): Shape => SHAPES.find(([each]) => each === kind)?.[1] ?? "cross";

export function signOf(happened: readonly { kind: EventKind }[], marks: readonly DayMark[]): Sign | null {
  const all = new Set<EventKind>([...happened.map(({ kind }) => kind), ...marks.map((mark) => MARKS[mark])]);
  const first = SHAPES.find(([kind]) => all.has(kind));
  return first ? { kind: first[0], shape: first[1] } : null;
}

/** The kinds that stand under the days shown, in the order of the legend. */
export const kindsShown = (signs: readonly (Sign | null)[]): EventKind[] =>
  SHAPES.map(([kind]) => kind).filter((kind) => signs.some((sign) => sign?.kind === kind));

export type Likelihood = "very_likely" | "likely" | "perhaps";

export const likelihoodOf = (probability: number): Likelihood =>
  probability >= 0.9 ? "very_likely" : probability >= 0.7 ? "likely" : "perhaps";

/** The shapes on a field of 12 by 12, for the page and, scaled, for the drawing. */
export const OUTLINES: Record<Shape, readonly (readonly [number, number])[]> = {
  up: [
    [6, 2],
    [11, 10],
    [1, 10],
  ],
  down: [
    [1, 2],
    [11, 2],
    [6, 10],
  ],
  box: [
    [2, 2],
    [10, 2],
    [10, 10],
    [2, 10],
  ],
  bar: [
    [0, 4.5],
    [12, 4.5],
    [12, 7.5],
    [0, 7.5],
  ],
  star: [
    [6, 0],
    [8, 4],
    [12, 6],
    [8, 8],
    [6, 12],
    [4, 8],
    [0, 6],
    [4, 4],
  ],
  cross: [
    [3, 1],
    [6, 4],
    [9, 1],
    [11, 3],
    [8, 6],
    [11, 9],
    [9, 11],
    [6, 8],
    [3, 11],
    [1, 9],
    [4, 6],
    [1, 3],
  ],
};

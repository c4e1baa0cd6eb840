/** What tells the lines of a comparison apart besides colour: a dash and a shape for each place. */

/** Lengths of dash and gap in CSS pixels; none is a solid line. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [12, 5]];

/** The shapes on a field of 12 by 12: disc, square, triangle, diamond, triangle upside down, cross. */
const DISC = Array.from({ length: 16 }, (_, at) => {
  const turn = (at / 16) * 2 * Math.PI;
  return [6 + 4.6 * Math.cos(turn), 6 + 4.6 * Math.sin(turn)] as const;
});
export const SHAPES: readonly (readonly (readonly [number, number])[])[] = [
  DISC,
  [
    [2, 2],
    [10, 2],
    [10, 10],
    [2, 10],
  ],
  [
    [6, 1],
    [11, 10],
    [1, 10],
  ],
  [
    [6, 0.5],
    [11.5, 6],
    [6, 11.5],
    [0.5, 6],
  ],
  [
    [1, 2],
    [11, 2],
    [6, 11],
  ],
  [
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
];

/** The cells of held-out days as they are shown: all days, then by speed, and weeks last. */
import type { OwnCategory, Scores } from "@/shared/api/shapes";

export interface OwnCell {
  name: string;
  /** Units a day, as the band is called; null for all. */
  band: string | null;
  weeks: boolean;
  before: Scores;
  after: Scores;
}

const ALL = ["all", "7d all"];
const BAND = "band=";

export function ownCells(heldOut: OwnCategory["held_out"]): OwnCell[] {
  const cells = Object.entries(heldOut).map(([name, { before, after }]) => ({
    name,
    band: ALL.includes(name) ? null : name.slice(name.indexOf(BAND) + BAND.length),
    weeks: name.startsWith("7d"),
    before,
    after,
  }));
  return cells.filter(({ band, weeks }) => !weeks || band === null);
}

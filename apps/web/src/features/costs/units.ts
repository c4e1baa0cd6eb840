/** How amounts are said: in soʻm, percent, pieces, with their ranges. */
import { useTexts } from "@/shared/texts/texts";
import type { Ranged } from "@/shared/api/shapes";
import { fieldOf, type Choices, type FieldName } from "./fields";

export function useUnits(choices: Choices) {
  const { t, format } = useTexts();
  const unitOf = (name: FieldName) => {
    const { unit } = fieldOf(name);
    return unit === "money" ? choices.currency.toUpperCase() : t(`costs.unit.${unit}`);
  };
  const number = (value: number) => format.count(Math.round(value * 100) / 100);
  const inUnit = (value: Ranged | number | null): string => {
    if (value === null) return "—";
    if (typeof value === "number") return number(value);
    const { point, low, high } = value;
    if (point === null) return "—";
    const range = low !== null && high !== null && low !== high ? ` (${number(low)}–${number(high)})` : "";
    return number(point) + range;
  };
  return { unitOf, inUnit };
}

/** A figure of an answer: its point, and its range where it has one. */
export function useFigures() {
  const { format } = useTexts();
  const said = (ranged: Ranged, say: (value: number) => string) => {
    const { point, low, high } = ranged;
    if (point === null) return { point: "—", range: null };
    const wide = low !== null && high !== null && low !== high;
    return { point: say(point), range: wide ? `${say(low)} … ${say(high)}` : null };
  };
  return {
    money: (ranged: Ranged) => said(ranged, format.money),
    percent: (ranged: Ranged) =>
      said(ranged, (value) => `${format.count(Math.round(value * 10) / 10)}\u00a0%`),
    pieces: (ranged: Ranged) => said(ranged, format.count),
  };
}

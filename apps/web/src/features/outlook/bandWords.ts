/** A forecast in words: what is expected, and both of its ranges. */
import type { ForecastBand } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";

export function useBandWords(): (band: ForecastBand) => { point: string; range: string; wide: string } {
  const { format } = useTexts();
  return ({ point, low, high, low95, high95 }) => {
    const words = format.unitsOf({ point, low, high });
    return {
      point: words.point,
      range: words.range ?? words.point,
      wide: format.unitsOf({ point, low: low95, high: high95 }).range ?? words.point,
    };
  };
}

import { useTexts } from "@/shared/texts/texts";
import { wasLookedAt, type DayPoint } from "./series";

/** A day in one sentence, for whoever hears the page instead of seeing it. */
export function useSpokenDay(): (day: DayPoint) => string {
  const { t, format } = useTexts();
  return (day) => {
    const words = format.unitsOf(day.units);
    const units =
      day.units.point === null
        ? t(wasLookedAt(day) ? "chart.unknown" : "chart.nobody")
        : [words.point, words.range].filter(Boolean).join(", ");
    return t("chart.spoken", {
      day: format.dayWithWeekday(day.day),
      units,
      price: format.money(day.price),
      stock: format.count(day.stock),
    });
  };
}

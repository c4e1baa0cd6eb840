import { useTexts } from "@/shared/texts/texts";
import type { TextKey } from "@/shared/texts/keys";
import { wasLookedAt, type DayPoint } from "./series";

/** A day in one sentence, for whoever hears the page instead of seeing it. */
/** What is marked on the day, each once: its marks say more than the sign does. */
function wordsOf(day: DayPoint): TextKey[] {
  const marks = day.marks.map((mark) => `day_mark.${mark}` as const);
  const sign = day.sign ?? day.quiet;
  return sign && marks.length === 0 ? [`event_kind.${sign.kind}`] : marks;
}

export function useSpokenDay(): (day: DayPoint) => string {
  const { t, format } = useTexts();
  return (day) => {
    const words = format.unitsOf(day.units);
    const units =
      day.units.point === null
        ? t(wasLookedAt(day) ? "chart.unknown" : "chart.nobody")
        : [words.point, words.range].filter(Boolean).join(", ");
    const said = t("chart.spoken", {
      day: format.dayWithWeekday(day.day),
      units,
      price: format.money(day.price),
      stock: format.count(day.stock),
    });
    return [said, ...wordsOf(day).map((key) => t(key))].join("; ");
  };
}

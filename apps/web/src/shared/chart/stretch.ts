import { addDays } from "@/shared/format/days";

const LONGEST_DAYS = 800;

/** The days a choice such as `28` or `all` means; all that is known goes back to the first day, and not beyond what the api gives. */
export function stretchOf(
  range: string,
  today: string,
  firstDay: string | null,
): { from: string; to: string } {
  if (range !== "all") return { from: addDays(today, 1 - Number(range)), to: today };
  const oldest = addDays(today, 1 - LONGEST_DAYS);
  return { from: firstDay && firstDay > oldest ? firstDay : oldest, to: today };
}

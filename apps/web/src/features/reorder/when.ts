/** How much is known of the days on which an order falls due: an end that is null lies beyond what is foreseen. */
import type { OrderLine, ReorderPlan } from "@/shared/api/shapes";

type Dates = Pick<OrderLine | ReorderPlan, "early" | "middle" | "late">;

export type When = "now" | "beyond" | "open" | "from" | "between";

export function whenOf({ early, middle, late }: Dates, due: boolean): When {
  if (due) return "now";
  if (!early) return "beyond";
  return !middle ? "open" : !late ? "from" : "between";
}

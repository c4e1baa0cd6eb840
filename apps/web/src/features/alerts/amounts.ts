/** A number with the unit of a limit, as it is said. */
import type { Texts } from "@/shared/texts/texts";

export type Say = Pick<Texts, "t" | "lookUp" | "format">;

export const NBSP = "\u00a0";

export function amount(value: number, unit: string, { t, format }: Say): string {
  switch (unit) {
    case "percent":
      return `${format.count(value)}${NBSP}%`;
    case "uzs":
      return format.money(value);
    case "units":
      return t("alerts.pieces", { n: value });
    case "days":
      return t("duration.days", { n: value });
    case "hours":
      return t("duration.hours", { n: value });
    case "times":
      return `×${format.count(value)}`;
    case "stars":
      return `★${NBSP}${format.count(value)}`;
    default:
      return format.count(value);
  }
}

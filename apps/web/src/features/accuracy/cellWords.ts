/** A cell's name in words; what a file calls its troubles is shown as it is. */
import { useTexts } from "@/shared/texts/texts";
import type { Row } from "./scores";

export function useCellWords(): (row: Row) => string {
  const { t, lookUp } = useTexts();
  return ({ kind, name }) =>
    kind === "gap"
      ? t("duration.hours", { n: Number.parseInt(name, 10) })
      : (lookUp(`accuracy.${kind}.${name}`) ?? name);
}

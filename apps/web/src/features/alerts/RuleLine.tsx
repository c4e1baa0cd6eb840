/** By which rule an alert was found, as it is called. */
import { useQuery } from "@tanstack/react-query";
import { rulesQuery } from "@/shared/api/alerts";
import type { Alert } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { ruleName } from "./conditionWords";

export function RuleLine({ alert }: { alert: Alert }) {
  const say = useTexts();
  const rule = useQuery(rulesQuery).data?.items.find((one) => one.rule_id === alert.rule_id);
  const name = rule ? ruleName(rule, say) : alert.rule_name || `№ ${alert.rule_id}`;
  return say.t("alerts.by_rule", { rule: name });
}

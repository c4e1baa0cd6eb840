/** Conditions, scopes and rules as they are called in words. */
import type { Rule, RuleCondition } from "@/shared/api/shapes";
import { amount, type Say } from "./amounts";

/** `Price falls by 5 % or more within a day`. */
export function conditionWords({ kind, unit = "", limit, days = 0 }: RuleCondition, say: Say): string {
  const facts = {
    limit: amount(limit, unit, say),
    span: days > 1 ? say.t("alerts.span_7") : say.t("alerts.span_1"),
  };
  const usual = unit === "times" && limit <= 1 ? say.lookUp(`alerts.plain_${kind}`) : null;
  return usual ?? say.lookUp(`alerts.if_${kind}`, facts) ?? kind;
}

/** What is said of a rule as a whole, one line of it a condition. */
export function rulesWords(
  { conditions, needs_all }: Pick<Rule, "conditions" | "needs_all">,
  say: Say,
): string {
  const [first = "", ...rest] = conditions.map((one) => conditionWords(one, say));
  const word = say.t(needs_all ? "alerts.and" : "alerts.or");
  return rest.reduce((words, next) => `${words} ${word} ${lowered(next)}`, first);
}

const lowered = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

type Named = Pick<Rule, "name" | "conditions" | "needs_all">;

/** A rule by its name; one without a name by what it says. */
export const ruleName = (rule: Named, say: Say): string => rule.name || rulesWords(rule, say);

type Scoped = Pick<Rule, "scope" | "scope_id" | "scope_text" | "scope_titles" | "scope_name">;

/** Of which goods a rule is. */
export function scopeWords(rule: Scoped, { t, format }: Say): string {
  const { scope, scope_id, scope_text, scope_titles, scope_name } = rule;
  const called =
    scope_name ??
    (scope_titles && format.title(scope_titles)) ??
    scope_text ??
    (scope_id === null ? null : `№ ${scope_id}`);
  return called === null ? t(`alerts.scope_${scope}`) : `${t(`alerts.scope_${scope}`)}: ${called}`;
}

/** Text with places for facts: `{name}` is filled, plural forms are chosen by the fact `n`. */
import { formatCount } from "@/shared/format/numbers";
import type { Language } from "./languages";

export type Facts = Record<string, string | number>;
export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;

const rules = new Map<Language, Intl.PluralRules>();

export function pluralOf(language: Language, n: number): Intl.LDMLPluralRule {
  let rule = rules.get(language);
  if (!rule) {
    rule = new Intl.PluralRules(language);
    rules.set(language, rule);
  }
  return rule.select(n);
}

export function fill(text: Text, facts: Facts, language: Language): string {
  const chosen = typeof text === "string" ? text : formOf(text, facts.n, language);
  return chosen.replace(/\{(\w+)\}/g, (place, name: string) => {
    const fact = facts[name];
    if (fact === undefined) return place;
    return typeof fact === "number" ? formatCount(fact, language) : fact;
  });
}

function formOf(forms: Exclude<Text, string>, n: string | number | undefined, language: Language): string {
  const rule = typeof n === "number" ? pluralOf(language, n) : "other";
  return forms[rule] ?? forms.other ?? "";
}

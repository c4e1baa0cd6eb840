/** What the pages of alerts show and begin with: all in the address. */
import { readId } from "@/shared/address";
import type { RuleScope } from "@/shared/api/shapes";

export interface AlertsSearch {
  open?: "yes";
  rule?: number;
  product?: number;
}

export function readAlertsSearch(raw: Record<string, unknown>): AlertsSearch {
  const search: AlertsSearch = {};
  if (raw.open === "yes") search.open = "yes";
  const rule = readId(raw.rule);
  if (rule) search.rule = rule;
  const product = readId(raw.product);
  if (product) search.product = product;
  return search;
}

/** Of which product the rules are. */
export interface RulesSearch {
  product?: number;
}

export function readRulesSearch(raw: Record<string, unknown>): RulesSearch {
  const product = readId(raw.product);
  return product ? { product } : {};
}

export const SCOPES: readonly RuleScope[] = [
  "tracked",
  "mine",
  "rivals",
  "product",
  "list",
  "category",
  "seller",
  "search",
];

/** What a new rule begins with. */
export interface RuleSearch {
  scope?: RuleScope;
  scope_id?: number;
  q?: string;
  kind?: string;
}

export function readRuleSearch(raw: Record<string, unknown>): RuleSearch {
  const search: RuleSearch = {};
  const scope = SCOPES.find((one) => one === raw.scope);
  if (scope) search.scope = scope;
  const id = readId(raw.scope_id);
  if (id) search.scope_id = id;
  if (typeof raw.q === "string" && raw.q.trim()) search.q = raw.q.slice(0, 200);
  if (typeof raw.kind === "string" && /^[a-z_]{1,40}$/.test(raw.kind)) search.kind = raw.kind;
  return search;
}

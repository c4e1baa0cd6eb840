/** A rule while it is written: what its fields hold, what is wrong with them, and what is sent. */
import type { Rule, RuleChange, RuleCondition, RuleKind, RuleScope, RuleWish } from "@/shared/api/shapes";
import type { RuleSearch } from "./search";

export const MOST_CONDITIONS = 5;

export interface DraftCondition {
  /** Tells fields apart while conditions come and go. */
  key: number;
  kind: string;
  unit: string;
  /** As it was typed. */
  limit: string;
  days: number;
  other: number | undefined;
}

export interface Draft {
  name: string;
  scope: RuleScope;
  scopeId: number | undefined;
  scopeText: string;
  needsAll: boolean;
  coolHours: number;
  channels: number[] | null;
  conditions: DraftCondition[];
}

const WITH_ID: readonly RuleScope[] = ["product", "list", "category", "seller"];
export const needsId = (scope: RuleScope): boolean => WITH_ID.includes(scope);

let lastKey = 0;

/** A condition of a kind, with the limit that is usual for it. */
export function conditionOf(kind: RuleKind): DraftCondition {
  const [usual] = kind.units;
  lastKey += 1;
  return {
    key: lastKey,
    kind: kind.kind,
    unit: usual?.unit ?? "",
    limit: String(usual?.usual ?? 0),
    days: kind.days[0] ?? 0,
    other: undefined,
  };
}

export function draftOf(kinds: readonly RuleKind[], asked: RuleSearch): Draft {
  const scope = asked.scope ?? (asked.scope_id ? "product" : "tracked");
  const may = offered(kinds, scope);
  const kind = may.find((one) => one.kind === asked.kind) ?? may[0];
  return {
    name: "",
    scope,
    scopeId: needsId(scope) ? asked.scope_id : undefined,
    scopeText: scope === "search" ? (asked.q ?? "") : "",
    needsAll: true,
    coolHours: 24,
    channels: null,
    conditions: kind ? [conditionOf(kind)] : [],
  };
}

export function draftFrom(rule: Rule): Draft {
  return {
    name: rule.name,
    scope: rule.scope,
    scopeId: rule.scope_id ?? undefined,
    scopeText: rule.scope_text ?? "",
    needsAll: rule.needs_all,
    coolHours: rule.cool_hours,
    channels: rule.channels,
    conditions: rule.conditions.map(({ kind, unit, limit, days, other }) => {
      lastKey += 1;
      return {
        key: lastKey,
        kind,
        unit: unit ?? "",
        limit: String(limit),
        days: days ?? 0,
        other: other ?? undefined,
      };
    }),
  };
}

/** The kinds that a rule of this scope may have: what speaks of a category or a shop as a whole takes one. */
export const offered = (kinds: readonly RuleKind[], scope: RuleScope): RuleKind[] =>
  kinds.filter((one) => one.subject === "product" || one.subject === scope);

/** A number as people write it here: `12 500`, `0,5`. */
export function numberOf(typed: string): number | null {
  const plain = typed.replace(/[\s\u00a0]/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

export type Wrong =
  | { at: "scope"; what: "none" | "text" }
  | { at: "condition"; key: number; what: "limit" | "other" | "mixed" };

/** What has to be put right before it can be sent, from the top. */
export function wrongs(draft: Draft, kinds: readonly RuleKind[]): Wrong[] {
  const found: Wrong[] = [];
  if (needsId(draft.scope) && draft.scopeId === undefined) found.push({ at: "scope", what: "none" });
  if (draft.scope === "search" && !draft.scopeText.trim()) found.push({ at: "scope", what: "text" });
  const subject = subjectOf(draft.conditions[0], kinds);
  for (const one of draft.conditions) {
    const kind = kinds.find(({ kind: name }) => name === one.kind);
    if (!kind) continue;
    const limit = numberOf(one.limit);
    if (takesLimit(kind) && (limit === null || limit < kind.least || limit > kind.most))
      found.push({ at: "condition", key: one.key, what: "limit" });
    if (kind.other && one.other === undefined) found.push({ at: "condition", key: one.key, what: "other" });
    if (kind.subject !== subject || (kind.subject !== "product" && kind.subject !== draft.scope))
      found.push({ at: "condition", key: one.key, what: "mixed" });
  }
  return found;
}

const subjectOf = (condition: DraftCondition | undefined, kinds: readonly RuleKind[]) =>
  kinds.find(({ kind }) => kind === condition?.kind)?.subject;

/** Whether there is anything to choose: "sold out" has no limit. */
export const takesLimit = (kind: RuleKind): boolean => kind.units.some(({ unit }) => unit !== "");

const sent = ({ kind, unit, limit, days, other }: DraftCondition): RuleCondition => ({
  kind,
  unit,
  days,
  limit: numberOf(limit) ?? 0,
  ...(other === undefined ? {} : { other }),
});

export function wishOf(draft: Draft): RuleWish {
  return {
    name: draft.name.trim(),
    scope: draft.scope,
    ...(needsId(draft.scope) ? { scope_id: draft.scopeId ?? null } : {}),
    ...(draft.scope === "search" ? { scope_text: draft.scopeText.trim() } : {}),
    needs_all: draft.needsAll,
    cool_hours: draft.coolHours,
    channels: draft.channels,
    conditions: draft.conditions.map(sent),
    enabled: true,
  };
}

/** What of a rule can be changed: of which goods it is, stays. */
export function changeOf(draft: Draft): RuleChange {
  const { name, needs_all, cool_hours, channels, conditions } = wishOf(draft);
  return { name, needs_all, cool_hours, channels, conditions };
}

/** What a dry run depends on; another name or another channel makes no other. */
export function triedKey(draft: Draft): string {
  return JSON.stringify({ ...wishOf(draft), name: "", channels: null });
}

/** What can be done with rules and with products that are told of; each deed is told of, and most can be taken back. */
import { useQueryClient } from "@tanstack/react-query";
import { rulesQuery } from "@/shared/api/alerts";
import { patch, post, remove } from "@/shared/api/client";
import type { Rule, RuleChange } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useRun } from "@/shared/told/useRun";
import { ruleName } from "./conditionWords";

const STALE = ["alerts", "alert-rules", "mutes"];

/** Of which product nothing is told: by one rule, or by any. */
export interface Muting {
  productId: number;
  title: string;
  ruleId?: number;
}

export function useDeeds() {
  const client = useQueryClient();
  const say = useTexts();
  const { t } = say;
  const { run } = useRun(STALE);

  /** Shows the rules as they are to be; gives back how to take that back. */
  const show = (change: (rules: Rule[]) => Rule[]) => {
    const { queryKey } = rulesQuery;
    // An answer that is on its way would show again what was before.
    void client.cancelQueries({ queryKey });
    const before = client.getQueryData(queryKey);
    client.setQueryData(queryKey, (old) => old && { ...old, items: change(old.items) });
    return () => client.setQueryData(queryKey, before);
  };

  const mute = ({ productId, ruleId = undefined }: Muting, hours?: number) =>
    post(`/products/${productId}/mutes`, { rule_id: ruleId ?? null, hours: hours ?? null });
  const unmute = ({ productId, ruleId }: Muting) =>
    remove(`/products/${productId}/mutes${ruleId === undefined ? "" : `?rule_id=${ruleId}`}`);

  return {
    enable: (rule: Rule, enabled: boolean) =>
      run({
        unshow: show((rules) =>
          rules.map((one) => (one.rule_id === rule.rule_id ? { ...one, enabled } : one)),
        ),
        send: () => patch(`/alert-rules/${rule.rule_id}`, { enabled } satisfies RuleChange),
        words: () => t(enabled ? "rule.done_on" : "rule.done_off", { name: ruleName(rule, say) }),
        undo: () => patch(`/alert-rules/${rule.rule_id}`, { enabled: !enabled } satisfies RuleChange),
      }),
    deleteRule: (rule: Rule) =>
      run({
        unshow: show((rules) => rules.filter((one) => one.rule_id !== rule.rule_id)),
        send: () => remove(`/alert-rules/${rule.rule_id}`),
        words: () => t("rule.done_deleted", { name: ruleName(rule, say) }),
        undo: () => post(`/alert-rules/${rule.rule_id}/restore`),
      }),
    snooze: (muting: Muting) =>
      run({
        send: () => mute(muting, 24),
        words: () => t("alerts.done_snoozed", { what: muting.title }),
        undo: () => unmute(muting),
      }),
    stop: (muting: Muting) =>
      run({
        send: () => mute(muting),
        words: () => t("alerts.done_stopped", { what: muting.title }),
        undo: () => unmute(muting),
      }),
    resume: (muting: Muting) =>
      run({
        send: () => unmute(muting),
        words: () => t("alerts.done_resumed", { what: muting.title }),
        undo: () => mute(muting),
      }),
  };
}

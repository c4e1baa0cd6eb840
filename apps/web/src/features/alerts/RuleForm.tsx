/** The fields of a rule: of which goods, when, how often, where to; and what it would have done, beside them. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { rulesQuery } from "@/shared/api/alerts";
import { ApiProblem, patch, post } from "@/shared/api/client";
import type { Rule, RuleKind } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";
import { ConditionFields } from "./ConditionFields";
import { ruleName, scopeWords } from "./conditionWords";
import { changeOf, draftFrom, draftOf, wishOf, wrongs, type Draft } from "./draft";
import type { RuleSearch } from "./search";
import { ScopePicker } from "./ScopePicker";
import { Sending } from "./Sending";
import { Trial } from "./Trial";

interface Props {
  kinds: RuleKind[];
  asked: RuleSearch;
  rule?: Rule;
}

export default function RuleForm({ kinds, asked, rule }: Props) {
  const say = useTexts();
  const { t } = say;
  const navigate = useNavigate();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => (rule ? draftFrom(rule) : draftOf(kinds, asked)));
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const found = wrongs(draft, kinds);
  const shown = tried ? found : [];
  const saving = useMutation({
    mutationFn: () =>
      rule
        ? patch<Rule>(`/alert-rules/${rule.rule_id}`, changeOf(draft))
        : post<Rule>("/alert-rules", wishOf(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: rulesQuery.queryKey });
      void navigate({ to: "/alerts/rules" });
    },
  });
  /** Whether it may be sent; what may not says why at its field. */
  const check = () => {
    setTried(true);
    return found.length === 0;
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <form
        noValidate
        className="flex min-w-0 flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (check()) saving.mutate();
        }}
      >
        {rule ? (
          <section className="sheet flex flex-col gap-1 px-3 py-4 sm:px-5">
            <h2 dir="auto" className="text-lg wrap-anywhere">
              {ruleName(rule, say)}
            </h2>
            <p dir="auto" className="wrap-anywhere">
              {scopeWords(rule, say)}
            </p>
            <p className="text-sm text-soft">{t("rule.scope_stays")}</p>
          </section>
        ) : (
          <ScopePicker
            draft={draft}
            wrong={shown.find((one) => one.at === "scope")?.what}
            onChange={change}
          />
        )}
        <ConditionFields draft={draft} kinds={kinds} wrongs={shown} onChange={change} />
        <Sending draft={draft} onChange={change} />
        <Problem error={saving.error} />
        <div className="flex flex-wrap gap-3">
          <button type="submit" className="button button-main" disabled={saving.isPending}>
            {t(rule ? "form.save" : "rule.make")}
          </button>
          <Link to="/alerts/rules" className="button">
            {t("rule.cancel")}
          </Link>
        </div>
        {shown.length > 0 && (
          <p role="alert" className="text-sm text-bad">
            ✕ {t("rule.look_above")}
          </p>
        )}
      </form>
      <Trial draft={draft} check={check} />
    </div>
  );
}

function Problem({ error }: { error: unknown }) {
  const problem = useProblemText();
  if (!error) return null;
  return (
    <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
      ✕ {problem(error)} {error instanceof ApiProblem && error.status < 500 ? error.problem.detail : ""}
    </p>
  );
}

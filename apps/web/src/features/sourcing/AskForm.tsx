/** Ask a supplier: which, with what words; and what is missing for that. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, post } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { SupplierRequest, SupplierRequests } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { Field } from "@/shared/ui/Field";
import { useProblemText } from "@/shared/ui/states";
import { useNow } from "@/shared/ui/useNow";

interface Props {
  sources: SupplierRequests["sources"];
  budget: SupplierRequests["budget"];
  query: string;
  product?: number;
}

export function AskForm({ sources, budget, query, product }: Props) {
  const { t, format } = useTexts();
  const now = useNow();
  const problem = useProblemText();
  const { may } = useSession();
  const client = useQueryClient();
  const ready = sources.filter((one) => one.missing.length === 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const [words, setWords] = useState(query);
  const source = ready.find((one) => one.source === chosen) ?? ready[0];
  const asking = useMutation({
    mutationFn: () =>
      post<SupplierRequest>("/supplier-requests", {
        source: source?.source,
        query: words,
        product_id: product ?? null,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sourcing"] }),
  });
  const spent = budget.most !== null && budget.used >= budget.most;
  return (
    <div className="sheet flex flex-col gap-3 px-3 py-3 sm:px-4">
      {sources
        .filter((one) => one.missing.length > 0)
        .map((one) => (
          <p key={one.source} className="text-sm text-soft">
            {t("sourcing.missing", {
              source: t(`sourcing.source.${one.source}`),
              names: one.missing.join(", "),
            })}
          </p>
        ))}
      {source && may("analyst") && (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            asking.mutate();
          }}
        >
          <div role="group" aria-label={t("sourcing.source")} className="flex flex-wrap gap-1.5">
            {ready.map((one) => (
              <button
                key={one.source}
                type="button"
                className="chip"
                aria-pressed={one.source === source.source}
                onClick={() => setChosen(one.source)}
              >
                {t(`sourcing.source.${one.source}`)}
              </button>
            ))}
          </div>
          <div className="flex flex-wrap items-end gap-2">
            <div className="min-w-0 grow basis-60">
              <Field
                name="query"
                label={t("sourcing.words")}
                hint={t("sourcing.words_hint")}
                value={words}
                maxLength={120}
                error={asking.error}
                onChange={(event) => setWords(event.target.value)}
              />
            </div>
            <button
              type="submit"
              className="button button-main sm:mb-7"
              disabled={asking.isPending || spent || words.trim().length < 2}
            >
              {t("sourcing.ask")}
            </button>
          </div>
          {source.open_at && source.why && Date.parse(source.open_at) > now && (
            <p className="text-sm text-warn">
              <span aria-hidden="true">⚠ </span>
              {t("sourcing.rests", {
                clock: format.instant(source.open_at),
                why: t(`sourcing.why.${source.why}`),
              })}
            </p>
          )}
          {asking.isError && !(asking.error instanceof ApiProblem && asking.error.problem.field) && (
            <p role="alert" className="text-sm text-bad">
              ✕ {problem(asking.error)}
            </p>
          )}
        </form>
      )}
      <p className="text-xs text-soft">
        {budget.most === null
          ? t("sourcing.used", { n: budget.used })
          : t("sourcing.used_of", { n: budget.used, most: format.count(budget.most) })}
      </p>
    </div>
  );
}

/** Inputs that the organisation keeps under names: kept, opened, laid side by side, deleted. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { patch } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { CostInputs, CostScenario } from "@/shared/api/shapes";
import { useNamed } from "@/shared/named";
import { useTexts } from "@/shared/texts/texts";
import { NameForm } from "@/shared/ui/NameForm";
import { useProblemText } from "@/shared/ui/states";

export const MOST_BESIDE = 3;

interface Props {
  body: CostInputs | null;
  beside: readonly number[];
  onOpen: (scenario: CostScenario) => void;
  onBeside: (ids: number[]) => void;
}

export function Scenarios({ body, beside, onOpen, onBeside }: Props) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { known, may } = useSession();
  const { items, again, keeping, deleting } = useNamed("cost-scenarios", (id) =>
    onBeside(beside.filter((each) => each !== id)),
  );
  const changing = useMutation({
    mutationFn: (id: number) => patch(`/cost-scenarios/${id}`, { inputs: body }),
    onSettled: again,
  });
  if (!known) return null;
  if (!may("viewer"))
    return (
      <section className="sheet flex flex-col items-start gap-2 p-3 sm:p-4">
        <h2 className="text-lg">{t("costs.scenarios")}</h2>
        <p className="text-sm text-soft">{t("costs.sign_in")}</p>
        <Link to="/sign-in" className="button button-small">
          {t("costs.to_sign_in")}
        </Link>
      </section>
    );
  const failure = changing.error ?? deleting.error;
  return (
    <section className="sheet flex flex-col gap-3 p-3 sm:p-4">
      <h2 className="text-lg">{t("costs.scenarios")}</h2>
      <ul className="flex flex-col">
        {items.map((scenario) => {
          const { scenario_id: id, name } = scenario;
          const chosen = beside.includes(id);
          return (
            <li
              key={id}
              className="flex flex-wrap items-center gap-2 border-b border-rule py-2 last:border-0"
            >
              <button
                type="button"
                dir="auto"
                className="link min-h-11 min-w-0 grow text-start wrap-anywhere"
                onClick={() => onOpen(scenario)}
              >
                {name}
              </button>
              <label className="flex min-h-11 items-center gap-2 text-sm">
                <input
                  type="checkbox"
                  className="size-5 accent-accent"
                  checked={chosen}
                  disabled={!chosen && beside.length >= MOST_BESIDE}
                  aria-label={t("costs.compare_one", { name })}
                  onChange={() => onBeside(chosen ? beside.filter((each) => each !== id) : [...beside, id])}
                />
                {t("costs.compare")}
              </label>
              {may("analyst") && (
                <>
                  <button
                    type="button"
                    className="button button-small"
                    disabled={body === null || changing.isPending}
                    aria-label={t("costs.overwrite_one", { name })}
                    onClick={() => changing.mutate(id)}
                  >
                    {t("costs.overwrite")}
                  </button>
                  <button
                    type="button"
                    className="button button-small"
                    disabled={deleting.isPending}
                    aria-label={t("costs.delete_one", { name })}
                    onClick={() => deleting.mutate(id)}
                  >
                    {t("costs.delete")}
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {failure && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(failure)}
        </p>
      )}
      {may("analyst") && body !== null && (
        <NameForm
          label={t("costs.scenario_name")}
          button={t("costs.keep")}
          taken={t("costs.taken")}
          error={keeping.error}
          pending={keeping.isPending}
          onSend={(name) => keeping.mutate({ name, inputs: body })}
        />
      )}
    </section>
  );
}

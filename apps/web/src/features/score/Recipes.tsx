/** Weights that an organisation keeps under names: chosen, kept, deleted. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { post, remove } from "@/shared/api/client";
import { recipesQuery } from "./queries";
import { useSession } from "@/shared/api/session";
import type { ScoreRecipe } from "@/shared/api/shapes";
import { useTexts } from "@/shared/texts/texts";
import { NameForm } from "@/shared/ui/NameForm";
import { useProblemText } from "@/shared/ui/states";
import { sameWeights, weighs, wholeWeights, type Weights } from "./weights";

interface Props {
  weights: Weights;
  own: boolean;
  onChoose: (weights: Weights) => void;
}

export function Recipes({ weights, own, onChoose }: Props) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { known, may } = useSession();
  const client = useQueryClient();
  const recipes = useQuery({ ...recipesQuery, enabled: may("viewer") });
  const again = () => client.invalidateQueries({ queryKey: recipesQuery.queryKey });
  const keeping = useMutation({
    mutationFn: (name: string) => post("/score-recipes", { name, weights }),
    onSuccess: again,
  });
  const deleting = useMutation({
    mutationFn: (recipe: ScoreRecipe) => remove(`/score-recipes/${recipe.recipe_id}`),
    onSettled: again,
  });
  if (!known) return null;
  if (!may("viewer")) return <p className="text-sm text-soft">{t("score.sign_in")}</p>;
  const items = recipes.data?.items ?? [];
  const here = items.find((recipe) =>
    sameWeights(wholeWeights(recipe.weights), wholeWeights(share(weights))),
  );
  return (
    <div className="flex flex-col gap-3 border-t border-rule pt-3">
      {items.length > 0 && (
        <div role="group" aria-label={t("score.recipes")} className="flex flex-wrap gap-1.5">
          {items.map((recipe) => (
            <button
              key={recipe.recipe_id}
              type="button"
              dir="auto"
              className="chip max-w-full wrap-anywhere"
              aria-pressed={recipe === here}
              onClick={() => onChoose(wholeWeights(recipe.weights))}
            >
              {recipe.name}
            </button>
          ))}
        </div>
      )}
      {here && own && may("analyst") && (
        <button
          type="button"
          className="button button-small self-start"
          disabled={deleting.isPending}
          onClick={() => deleting.mutate(here)}
        >
          {t("score.delete", { name: here.name })}
        </button>
      )}
      {deleting.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(deleting.error)}
        </p>
      )}
      {!here && own && weighs(weights) && may("analyst") && (
        <NameForm
          label={t("score.recipe_name")}
          button={t("score.keep")}
          taken={t("score.taken")}
          error={keeping.error}
          pending={keeping.isPending}
          onSend={(name) => keeping.mutate(name)}
        />
      )}
    </div>
  );
}

/** As a recipe has them: adding up to 1. */
function share(weights: Weights): Weights {
  const total = Object.values(weights).reduce((sum, each) => sum + each, 0) || 1;
  return Object.fromEntries(Object.entries(weights).map(([name, each]) => [name, each / total])) as Weights;
}

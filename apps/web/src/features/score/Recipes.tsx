/** Weights that an organisation keeps under names: chosen, kept, deleted. */
import { useSession } from "@/shared/api/session";
import { useNamed } from "@/shared/named";
import { useTexts } from "@/shared/texts/texts";
import { NameForm } from "@/shared/ui/NameForm";
import { RecipeChips } from "@/shared/ui/RecipeChips";
import { sameWeights, weighs, wholeWeights, type Weights } from "./weights";

interface Props {
  weights: Weights;
  own: boolean;
  onChoose: (weights: Weights) => void;
}

export function Recipes({ weights, own, onChoose }: Props) {
  const { t } = useTexts();
  const { known, may } = useSession();
  const { items, keeping, deleting } = useNamed("score-recipes");
  if (!known) return null;
  if (!may("viewer")) return <p className="text-sm text-soft">{t("score.sign_in")}</p>;
  const here = items.find((recipe) =>
    sameWeights(wholeWeights(recipe.weights), wholeWeights(share(weights))),
  );
  return (
    <div className="flex flex-col gap-3 border-t border-rule pt-3">
      <RecipeChips
        label={t("score.recipes")}
        items={items}
        here={here}
        onChoose={(recipe) => onChoose(wholeWeights(recipe.weights))}
        deletion={here && own && may("analyst") && t("score.delete", { name: here.name })}
        deleting={deleting}
      />
      {!here && own && weighs(weights) && may("analyst") && (
        <NameForm
          label={t("score.recipe_name")}
          button={t("score.keep")}
          taken={t("score.taken")}
          error={keeping.error}
          pending={keeping.isPending}
          onSend={(name) => keeping.mutate({ name, weights })}
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

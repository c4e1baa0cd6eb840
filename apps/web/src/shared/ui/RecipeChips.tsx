/** Recipes to choose from; the one in use may be deleted by whoever has words for that. */
import { useProblemText } from "./states";

interface Recipe {
  recipe_id: number;
  name: string;
}

interface Props<Kept extends Recipe> {
  label: string;
  items: readonly Kept[];
  here: Kept | undefined;
  onChoose: (recipe: Kept) => void;
  deletion: string | false | undefined;
  deleting: { mutate: (id: number) => void; isPending: boolean; error: unknown };
}

export function RecipeChips<Kept extends Recipe>(props: Props<Kept>) {
  const { label, items, here, onChoose, deletion, deleting } = props;
  const problem = useProblemText();
  return (
    <>
      {items.length > 0 && (
        <div role="group" aria-label={label} className="flex flex-wrap gap-1.5">
          {items.map((recipe) => (
            <button
              key={recipe.recipe_id}
              type="button"
              dir="auto"
              className="chip max-w-full wrap-anywhere"
              aria-pressed={recipe === here}
              onClick={() => onChoose(recipe)}
            >
              {recipe.name}
            </button>
          ))}
        </div>
      )}
      {here && deletion && (
        <button
          type="button"
          className="button button-small self-start"
          disabled={deleting.isPending}
          onClick={() => deleting.mutate(here.recipe_id)}
        >
          {deletion}
        </button>
      )}
      {deleting.error != null && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(deleting.error)}
        </p>
      )}
    </>
  );
}

/** What the finder looks for, kept by an organisation under names. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, post, remove } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import { useTexts } from "@/shared/texts/texts";
import { useProblemText } from "@/shared/ui/states";
import { nicheRecipesQuery } from "./queries";
import { ofWish, toWish, type NicheSearch } from "./search";

const same = (one: NicheSearch, other: NicheSearch) =>
  JSON.stringify(toWish(one)) === JSON.stringify(toWish(other));

export function NicheRecipes({
  search,
  onChoose,
}: {
  search: NicheSearch;
  onChoose: (search: NicheSearch) => void;
}) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { may } = useSession();
  const client = useQueryClient();
  const recipes = useQuery({ ...nicheRecipesQuery, enabled: may("viewer") });
  const again = () => client.invalidateQueries({ queryKey: nicheRecipesQuery.queryKey });
  const keeping = useMutation({
    mutationFn: (name: string) => post("/niche-recipes", { name, wish: toWish(search) }),
    onSuccess: again,
  });
  const deleting = useMutation({
    mutationFn: (id: number) => remove(`/niche-recipes/${id}`),
    onSettled: again,
  });
  if (!may("viewer")) return null;
  const items = recipes.data?.items ?? [];
  const here = items.find((recipe) => same(ofWish(recipe.wish), search));
  const usual = same(search, {});
  return (
    <div className="flex flex-col gap-2">
      {items.length > 0 && (
        <div role="group" aria-label={t("niches.recipes")} className="flex flex-wrap gap-1.5">
          {items.map((recipe) => (
            <button
              key={recipe.recipe_id}
              type="button"
              dir="auto"
              className="chip max-w-full wrap-anywhere"
              aria-pressed={recipe === here}
              onClick={() => onChoose(ofWish(recipe.wish))}
            >
              {recipe.name}
            </button>
          ))}
        </div>
      )}
      {here && may("analyst") && (
        <button
          type="button"
          className="button button-small self-start"
          disabled={deleting.isPending}
          onClick={() => deleting.mutate(here.recipe_id)}
        >
          {t("niches.recipe_delete", { name: here.name })}
        </button>
      )}
      {deleting.isError && (
        <p role="alert" className="text-sm text-bad">
          ✕ {problem(deleting.error)}
        </p>
      )}
      {!here && !usual && may("analyst") && (
        <details>
          <summary className="min-h-11 py-2.5 text-sm font-medium">{t("niches.recipe_keep")}</summary>
          <KeepForm keeping={keeping} />
        </details>
      )}
    </div>
  );
}

function KeepForm({
  keeping,
}: {
  keeping: { mutate: (name: string) => void; isPending: boolean; error: unknown };
}) {
  const { t } = useTexts();
  const problem = useProblemText();
  const { error } = keeping;
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
        if (name) keeping.mutate(name);
      }}
    >
      <label className="flex min-w-0 grow basis-48 flex-col gap-1 text-sm text-soft sm:grow-0 sm:basis-80">
        {t("niches.recipe_name")}
        <input
          name="name"
          type="text"
          dir="auto"
          required
          maxLength={80}
          autoComplete="off"
          className="field text-base text-ink"
        />
      </label>
      <button type="submit" className="button button-main" disabled={keeping.isPending}>
        {t("niches.recipe_save")}
      </button>
      {error != null && (
        <p role="alert" className="basis-full text-sm text-bad">
          ✕ {error instanceof ApiProblem && error.status === 409 ? t("niches.recipe_taken") : problem(error)}
        </p>
      )}
    </form>
  );
}

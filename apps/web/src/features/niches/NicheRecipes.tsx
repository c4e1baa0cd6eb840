/** What the finder looks for, kept under names: as views of one's own or the team's, and as recipes that the api knows too. */
import { useSession } from "@/shared/api/session";
import { useNamed } from "@/shared/named";
import { useTexts } from "@/shared/texts/texts";
import { ExportButton } from "@/shared/ui/ExportButton";
import { NameForm } from "@/shared/ui/NameForm";
import { PageViews } from "@/shared/ui/PageViews";
import { RecipeChips } from "@/shared/ui/RecipeChips";
import { ofWish, toQuery, toWish, type NicheSearch } from "./search";
import { KEPT } from "./view";

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
  const { may } = useSession();
  const { items, keeping, deleting } = useNamed("niche-recipes");
  if (!may("viewer")) return null;
  const here = items.find((recipe) => same(ofWish(recipe.wish), search));
  const usual = same(search, {});
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap justify-end gap-2">
        <ExportButton table="niches" filters={toQuery(search)} />
        <PageViews page="niches" kept={KEPT} view={search} onOpen={onChoose} />
      </div>
      <RecipeChips
        label={t("niches.recipes")}
        items={items}
        here={here}
        onChoose={(recipe) => onChoose(ofWish(recipe.wish))}
        deletion={here && may("analyst") && t("niches.recipe_delete", { name: here.name })}
        deleting={deleting}
      />
      {!here && !usual && may("analyst") && (
        <details>
          <summary className="min-h-11 py-2.5 text-sm font-medium">{t("niches.recipe_keep")}</summary>
          <div className="max-w-md">
            <NameForm
              label={t("niches.recipe_name")}
              button={t("niches.recipe_save")}
              taken={t("niches.recipe_taken")}
              error={keeping.error}
              pending={keeping.isPending}
              onSend={(name) => keeping.mutate({ name, wish: toWish(search) })}
            />
          </div>
        </details>
      )}
    </div>
  );
}

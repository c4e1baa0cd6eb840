"""Recipes over HTTP: wishes of the niche finder, listed, made, changed, deleted."""

from __future__ import annotations

from litestar import delete, get, patch, post
from litestar.params import JSONBody

from ventra.accounts import keep_named
from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.rights import Access
from ventra.market.niche_answers import NicheRecipe, NicheRecipeChange, NicheRecipes, NicheRecipeWish
from ventra.market.niche_recipes import RECIPES

TAGS = ["market"]


@get(
    "/niche-recipes",
    operation_id="list_niche_recipes",
    tags=TAGS,
    summary="The organisation's recipes for the niche finder",
    access=Access.VIEWER,
)
async def list_niche_recipes(pool: Pool, who: Asked) -> NicheRecipes:
    """By name."""
    return NicheRecipes(await keep_named.listed(pool, who, RECIPES))


@post(
    "/niche-recipes",
    operation_id="make_niche_recipe",
    tags=TAGS,
    summary="Keep what the finder looks for as a recipe",
    status_code=201,
    access=Access.ANALYST,
)
async def make_niche_recipe(
    request: Asking, pool: Pool, who: Asked, data: JSONBody[NicheRecipeWish]
) -> NicheRecipe:
    """Everybody in the organisation sees it; no two have the same name, whatever its capitals."""
    return await keep_named.make(pool, who, RECIPES, data.name, data.wish, asker=asker_of(request))


@patch(
    "/niche-recipes/{recipe_id:int}",
    operation_id="change_niche_recipe",
    tags=TAGS,
    summary="Rename a recipe, or let it look for something else",
    access=Access.ANALYST,
)
async def change_niche_recipe(
    request: Asking, pool: Pool, who: Asked, recipe_id: Number, data: JSONBody[NicheRecipeChange]
) -> NicheRecipe:
    """What is left out stays."""
    return await keep_named.change(
        pool, who, RECIPES, recipe_id, data.name, data.wish, asker=asker_of(request)
    )


@delete(
    "/niche-recipes/{recipe_id:int}",
    operation_id="delete_niche_recipe",
    tags=TAGS,
    summary="Delete a recipe",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_niche_recipe(request: Asking, pool: Pool, who: Asked, recipe_id: Number) -> Done:
    """To have it again, keep it again."""
    await keep_named.delete(pool, who, RECIPES, recipe_id, asker=asker_of(request))
    return Done()


ROUTES = (list_niche_recipes, make_niche_recipe, change_niche_recipe, delete_niche_recipe)

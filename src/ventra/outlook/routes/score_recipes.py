"""Recipes over HTTP: weights of the score's parts, listed, made, changed, deleted."""

from __future__ import annotations

from litestar import delete, get, patch, post
from litestar.params import JSONBody

from ventra.accounts import keep_named
from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.rights import Access
from ventra.outlook.score_answers import RecipeChange, RecipeWish, ScoreRecipe, ScoreRecipes
from ventra.outlook.score_recipes import RECIPES

TAGS = ["outlook"]


@get(
    "/score-recipes",
    operation_id="list_score_recipes",
    tags=TAGS,
    summary="The organisation's recipes for scores",
    access=Access.VIEWER,
)
async def list_score_recipes(pool: Pool, who: Asked) -> ScoreRecipes:
    """By name."""
    return ScoreRecipes(await keep_named.listed(pool, who, RECIPES))


@post(
    "/score-recipes",
    operation_id="make_score_recipe",
    tags=TAGS,
    summary="Keep weights as a recipe",
    status_code=201,
    access=Access.ANALYST,
)
async def make_score_recipe(
    request: Asking, pool: Pool, who: Asked, data: JSONBody[RecipeWish]
) -> ScoreRecipe:
    """Everybody in the organisation sees it; no two have the same name, whatever its capitals."""
    return await keep_named.make(pool, who, RECIPES, data.name, data.weights, asker=asker_of(request))


@patch(
    "/score-recipes/{recipe_id:int}",
    operation_id="change_score_recipe",
    tags=TAGS,
    summary="Rename a recipe, or give it other weights",
    access=Access.ANALYST,
)
async def change_score_recipe(
    request: Asking, pool: Pool, who: Asked, recipe_id: Number, data: JSONBody[RecipeChange]
) -> ScoreRecipe:
    """What is left out stays."""
    return await keep_named.change(
        pool, who, RECIPES, recipe_id, data.name, data.weights, asker=asker_of(request)
    )


@delete(
    "/score-recipes/{recipe_id:int}",
    operation_id="delete_score_recipe",
    tags=TAGS,
    summary="Delete a recipe",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_score_recipe(request: Asking, pool: Pool, who: Asked, recipe_id: Number) -> Done:
    """To have it again, keep it again."""
    await keep_named.delete(pool, who, RECIPES, recipe_id, asker=asker_of(request))
    return Done()


ROUTES = (list_score_recipes, make_score_recipe, change_score_recipe, delete_score_recipe)

"""By which weights scores are asked for: the default ones, some of one's own, or those an organisation keeps as a recipe."""

from __future__ import annotations

from typing import Any

from ventra.accounts.keep_named import Kind, missing
from ventra.accounts.store import named
from ventra.accounts.store.named import Table
from ventra.errors import BadInput
from ventra.outlook.score_answers import ScoreRecipe
from ventra.outlook.score_weights import DEFAULT, FIELD, Weighing, as_numbers, checked, parsed

RECIPES = Kind(
    Table("score_recipes", number="recipe_id", content="weights", answer=ScoreRecipe, most=50),
    called="recipe",
    deed="recipe",
    checked=as_numbers,
)


async def asked(db: Any, org_id: int | None, *, text: str | None, recipe: int | None) -> Weighing:
    """What is asked for; `BadInput` for weights that are none, `NotFound` for a recipe that the organisation does not have."""
    if text is not None and recipe is not None:
        raise BadInput("weights: give weights or a recipe, not both", field=FIELD)
    if text is not None:
        return Weighing(checked(parsed(text)), own=True)
    if recipe is None:
        return DEFAULT
    found = None if org_id is None else await named.of_number(db, org_id, RECIPES.table, recipe)
    if found is None:
        raise missing(RECIPES)
    return Weighing(as_numbers(found.weights), own=True, recipe=found)

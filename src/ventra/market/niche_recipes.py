"""An organisation keeps what the niche finder looks for under names."""

from __future__ import annotations

from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line, same
from ventra.errors import Conflict, NotFound
from ventra.infra.db import transaction
from ventra.market.niche_answers import NicheRecipe, NicheRecipeChange, NicheRecipeWish
from ventra.market.niche_find import checked
from ventra.market.store import niche_recipes as kept
from ventra.market.store.niche_recipes import MOST_RECIPES

LONGEST_NAME = 80


async def make(pool: Any, who: Who, wish: NicheRecipeWish, *, asker: Asker) -> NicheRecipe:
    """A new recipe. `BadInput` for a wish nobody can meet, `Conflict` when there is one of that name, or too many."""
    name, wanted = _called(wish.name), checked(wish.wish)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await kept.count(db, who.org) >= MOST_RECIPES:
            raise Conflict(f"there are {MOST_RECIPES} recipes already: delete one first")
        number = await kept.add(db, who.org, who.user_id, name=name, folded=same(name), wish=wanted)
        if number is None:
            raise _taken(name)
        await note(db, who, asker, "niche_recipe_made", str(number), name=name)
        return await _must_be(db, who, number)


async def change(
    pool: Any, who: Who, recipe_id: int, wish: NicheRecipeChange, *, asker: Asker
) -> NicheRecipe:
    """Rename a recipe or let it look for something else; what is left out stays. As `make`, and `NotFound`."""
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        recipe = await _must_be(db, who, recipe_id)
        name = recipe.name if wish.name is None else _called(wish.name)
        wanted = recipe.wish if wish.wish is None else checked(wish.wish)
        if await kept.taken(db, who.org, same(name), but=recipe_id):
            raise _taken(name)
        await kept.change(db, who.org, recipe_id, name=name, folded=same(name), wish=wanted)
        await note(db, who, asker, "niche_recipe_changed", str(recipe_id), name=name)
        return await _must_be(db, who, recipe_id)


async def delete(pool: Any, who: Who, recipe_id: int, *, asker: Asker) -> None:
    """Delete a recipe; `NotFound` when there is none of this number."""
    async with transaction(pool, org_id=who.org) as db:
        recipe = await _must_be(db, who, recipe_id)
        await kept.remove(db, who.org, recipe_id)
        await note(db, who, asker, "niche_recipe_deleted", str(recipe_id), name=recipe.name)


async def _must_be(db: Any, who: Who, recipe_id: int) -> NicheRecipe:
    recipe = await kept.of_number(db, who.org, recipe_id, hold=True)
    if recipe is None:
        raise NotFound("there is no recipe of this number")
    return recipe


def _called(name: str) -> str:
    return one_line(name, field="name", longest=LONGEST_NAME, least=1)


def _taken(name: str) -> Conflict:
    return Conflict(f"there is a recipe of this name already: {name}")

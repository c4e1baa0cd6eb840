"""What the niche finder looks for, as an organisation keeps it under a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import convert, to_builtins

from ventra.market.niche_answers import NicheRecipe, NicheWish

MOST_RECIPES = 50
"""Of an organisation."""
_COLUMNS = "recipe_id, name, wish, made_at"


async def listed(db: Any, org_id: int) -> list[NicheRecipe]:
    """All of an organisation's, by name."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM niche_recipes WHERE org_id = $1 ORDER BY folded LIMIT $2",
        org_id,
        MOST_RECIPES,
    )
    return [_recipe(row) for row in rows]


async def count(db: Any, org_id: int) -> int:
    """How many an organisation has."""
    found: int = await db.fetchval("SELECT count(*) FROM niche_recipes WHERE org_id = $1", org_id)
    return found


async def of_number(db: Any, org_id: int, recipe_id: int, *, hold: bool = False) -> NicheRecipe | None:
    """One of them, with `hold` until the transaction ends; `None` when there is none."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM niche_recipes WHERE org_id = $1 AND recipe_id = $2{' FOR UPDATE' if hold else ''}",
        org_id,
        recipe_id,
    )
    return None if row is None else _recipe(row)


async def add(
    db: Any, org_id: int, made_by: int | None, *, name: str, folded: str, wish: NicheWish
) -> int | None:
    """A new recipe; its number, `None` when there is one of that name."""
    made: int | None = await db.fetchval(
        "INSERT INTO niche_recipes (org_id, made_by, name, folded, wish) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (org_id, folded) DO NOTHING RETURNING recipe_id",
        org_id,
        made_by,
        name,
        folded,
        to_builtins(wish),
    )
    return made


async def taken(db: Any, org_id: int, folded: str, *, but: int) -> bool:
    """Whether another recipe has that name."""
    found = await db.fetchval(
        "SELECT true FROM niche_recipes WHERE org_id = $1 AND folded = $2 AND recipe_id <> $3",
        org_id,
        folded,
        but,
    )
    return bool(found)


async def change(db: Any, org_id: int, recipe_id: int, *, name: str, folded: str, wish: NicheWish) -> None:
    """Give a recipe another name and another wish."""
    await db.execute(
        "UPDATE niche_recipes SET name = $3, folded = $4, wish = $5 WHERE org_id = $1 AND recipe_id = $2",
        org_id,
        recipe_id,
        name,
        folded,
        to_builtins(wish),
    )


async def remove(db: Any, org_id: int, recipe_id: int) -> None:
    """Delete a recipe."""
    await db.execute("DELETE FROM niche_recipes WHERE org_id = $1 AND recipe_id = $2", org_id, recipe_id)


def _recipe(row: Mapping[str, Any]) -> NicheRecipe:
    return NicheRecipe(
        recipe_id=row["recipe_id"],
        name=row["name"],
        wish=convert(row["wish"], NicheWish),
        made_at=row["made_at"],
    )

"""An organisation keeps what the niche finder looks for under names."""

from __future__ import annotations

from ventra.accounts.keep_named import Kind
from ventra.accounts.store.named import Table
from ventra.market.niche_answers import NicheRecipe
from ventra.market.niche_find import checked

RECIPES = Kind(
    Table("niche_recipes", number="recipe_id", content="wish", answer=NicheRecipe, most=50),
    called="recipe",
    deed="niche_recipe",
    checked=checked,
)

"""The market over HTTP."""

from __future__ import annotations

from ventra.market.routes.niche_recipes import ROUTES as RECIPES
from ventra.market.routes.niches import ROUTES as NICHES
from ventra.market.routes.queries import ROUTES as QUERIES
from ventra.market.routes.rivals import ROUTES as RIVALS
from ventra.market.routes.sums import ROUTES as SUMS

ROUTES = (*SUMS, *NICHES, *RECIPES, *RIVALS, *QUERIES)

"""The outlook over HTTP."""

from __future__ import annotations

from ventra.outlook.routes.announced import ROUTES as ANNOUNCED
from ventra.outlook.routes.one import ROUTES as ONE
from ventra.outlook.routes.reorder import ROUTES as REORDER
from ventra.outlook.routes.rising import ROUTES as RISING
from ventra.outlook.routes.score import ROUTES as SCORE
from ventra.outlook.routes.score_recipes import ROUTES as RECIPES

ROUTES = (*RISING, *ONE, *SCORE, *RECIPES, *REORDER, *ANNOUNCED)

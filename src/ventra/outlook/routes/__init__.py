"""The outlook over HTTP."""

from __future__ import annotations

from ventra.outlook.routes.one import ROUTES as ONE
from ventra.outlook.routes.rising import ROUTES as RISING
from ventra.outlook.routes.scores import ROUTES as SCORES

ROUTES = (*RISING, *ONE, *SCORES)

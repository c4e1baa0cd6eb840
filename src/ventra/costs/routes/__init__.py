"""The calculator over HTTP."""

from __future__ import annotations

from ventra.costs.routes.calculator import ROUTES as CALCULATOR
from ventra.costs.routes.kept import ROUTES as KEPT

ROUTES = (*CALCULATOR, *KEPT)

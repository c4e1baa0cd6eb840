"""Collecting over HTTP."""

from __future__ import annotations

from ventra.collect.routes.changes import ROUTES as CHANGES
from ventra.collect.routes.following import ROUTES as FOLLOWING
from ventra.collect.routes.foreign import ROUTES as FOREIGN
from ventra.collect.routes.health import ROUTES as HEALTH
from ventra.collect.routes.imports import ROUTES as IMPORTS

ROUTES = (*HEALTH, *IMPORTS, *FOLLOWING, *CHANGES, *FOREIGN)

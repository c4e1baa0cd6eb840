"""Accounts over HTTP."""

from __future__ import annotations

from ventra.accounts.routes.keys import ROUTES as KEYS
from ventra.accounts.routes.own import ROUTES as OWN
from ventra.accounts.routes.proofs import ROUTES as PROOFS
from ventra.accounts.routes.saved_views import ROUTES as VIEWS
from ventra.accounts.routes.session import ROUTES as SESSION
from ventra.accounts.routes.team import ROUTES as TEAM
from ventra.accounts.routes.telegram import ROUTES as TELEGRAM

ROUTES = (*SESSION, *PROOFS, *TELEGRAM, *OWN, *TEAM, *KEYS, *VIEWS)

"""What is taken away over HTTP: report cards, and the watchlist as a file."""

from __future__ import annotations

from ventra.reports.routes.cards import ROUTES as CARDS
from ventra.reports.routes.watchlist import ROUTES as WATCHLIST

ROUTES = (*CARDS, *WATCHLIST)

"""The catalogue over HTTP, and what organisations track of it."""

from __future__ import annotations

from ventra.catalog.routes.catalogue import ROUTES as CATALOGUE
from ventra.catalog.routes.named_lists import ROUTES as LISTS
from ventra.catalog.routes.sharing import ROUTES as SHARING
from ventra.catalog.routes.watchlist import ROUTES as WATCHLIST

ROUTES = (*CATALOGUE, *WATCHLIST, *LISTS, *SHARING)

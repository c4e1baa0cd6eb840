"""What is taken home over HTTP: tables as files, addresses for spreadsheets, the watchlist."""

from __future__ import annotations

from ventra.exports.routes.files import ROUTES as FILES
from ventra.exports.routes.links import ROUTES as LINKS
from ventra.exports.routes.watchlist import ROUTES as WATCHLIST

ROUTES = (*FILES, *LINKS, *WATCHLIST)

"""What is taken away over HTTP: report cards, reports with their schedules, and the watchlist as a file."""

from __future__ import annotations

from ventra.reports.routes.cards import ROUTES as CARDS
from ventra.reports.routes.reports import REPORT_ROUTES
from ventra.reports.routes.schedules import SCHEDULE_ROUTES
from ventra.reports.routes.watchlist import ROUTES as WATCHLIST

ROUTES = (*CARDS, *REPORT_ROUTES, *SCHEDULE_ROUTES, *WATCHLIST)

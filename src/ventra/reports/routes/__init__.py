"""What is taken away over HTTP: report cards, and reports with their schedules."""

from __future__ import annotations

from ventra.reports.routes.cards import ROUTES as CARDS
from ventra.reports.routes.reports import REPORT_ROUTES
from ventra.reports.routes.schedules import SCHEDULE_ROUTES

ROUTES = (*CARDS, *REPORT_ROUTES, *SCHEDULE_ROUTES)

"""What is taken away over HTTP: report cards."""

from __future__ import annotations

from ventra.reports.routes.cards import ROUTES as CARDS

ROUTES = (*CARDS,)

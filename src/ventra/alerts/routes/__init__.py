"""Alerts over HTTP."""

from ventra.alerts.routes import inbox, rules

ROUTES = (*rules.ROUTES, *inbox.ROUTES)

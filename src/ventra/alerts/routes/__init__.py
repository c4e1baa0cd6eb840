"""Alerts over HTTP."""

from ventra.alerts.routes import channels, inbox, rules

ROUTES = (*rules.ROUTES, *inbox.ROUTES, *channels.CHANNEL_ROUTES)

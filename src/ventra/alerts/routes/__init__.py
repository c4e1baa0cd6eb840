"""Routes of alerts."""

from ventra.alerts.routes.channels import CHANNEL_ROUTES

ROUTES = (*CHANNEL_ROUTES,)

"""A product's sales and history over HTTP."""

from __future__ import annotations

from ventra.sales.routes.events import ROUTES as EVENTS
from ventra.sales.routes.product import ROUTES as PRODUCT

ROUTES = (*PRODUCT, *EVENTS)

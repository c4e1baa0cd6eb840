"""Sourcing over HTTP."""

from ventra.sourcing.routes.offers import ROUTES as OFFERS
from ventra.sourcing.routes.price_lists import ROUTES as PRICE_LISTS
from ventra.sourcing.routes.rates import ROUTES as RATES
from ventra.sourcing.routes.requests import ROUTES as REQUESTS

ROUTES = (*RATES, *REQUESTS, *OFFERS, *PRICE_LISTS)

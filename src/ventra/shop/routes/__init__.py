"""The seller's own shop over HTTP."""

from ventra.shop.routes.own_shop import ROUTES as OWN_SHOP

ROUTES = (*OWN_SHOP,)

"""The seller's own shop over HTTP."""

from ventra.shop.routes.losses import ROUTES as LOSSES
from ventra.shop.routes.own_shop import ROUTES as OWN_SHOP
from ventra.shop.routes.purchases import ROUTES as PURCHASES
from ventra.shop.routes.sums import ROUTES as SUMS

ROUTES = (*OWN_SHOP, *SUMS, *PURCHASES, *LOSSES)

"""The seller's own shop over HTTP."""

from ventra.shop.routes.losses import ROUTES as LOSSES
from ventra.shop.routes.purchases import ROUTES as PURCHASES
from ventra.shop.routes.sums import ROUTES as SUMS

ROUTES = (*SUMS, *PURCHASES, *LOSSES)

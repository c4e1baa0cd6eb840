"""Which offers may be which products, over HTTP: what they cost here, and a person's word on each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.market.kept import KeptMarkets
from ventra.sourcing import ask, of_product
from ventra.sourcing.answers import OfferDecision, OpenMatches, ProductOffer, ProductOffers

TAGS = ["sourcing"]
Kept = NamedDependency[KeptMarkets]
Simulated = NamedDependency[bool]
ProductId = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]


@get(
    "/products/{product_id:int}/offers",
    operation_id="list_product_offers",
    tags=TAGS,
    summary="Where to buy a product",
    access=Access.VIEWER,
)
async def list_product_offers(
    pool: Pool,
    who: Asked,
    markets: Kept,
    product_id: ProductId,
    rejected: Annotated[bool, QueryParameter(description="with those that were rejected")] = False,
) -> ProductOffers:
    """Offers that may be it, what each costs once it lies in Tashkent, and what is left at the market's prices."""
    return await of_product.read(pool, who.org, product_id, markets, rejected=rejected, now=datetime.now(UTC))


@put(
    "/products/{product_id:int}/offers/{offer_id:int}",
    operation_id="decide_offer",
    tags=TAGS,
    summary="Say whether an offer is a product",
    access=Access.ANALYST,
)
async def decide_offer(
    request: Asking,
    pool: Pool,
    who: Asked,
    markets: Kept,
    product_id: ProductId,
    offer_id: Number,
    data: JSONBody[OfferDecision],
) -> ProductOffer:
    """Confirmed, rejected, or open again; with the weight of a packed unit, from which freight follows."""
    await ask.decide(pool, who, product_id, offer_id, data, asker=asker_of(request))
    return await of_product.read_one(pool, who.org, product_id, offer_id, markets, datetime.now(UTC))


@get(
    "/offer-matches",
    operation_id="list_open_matches",
    tags=TAGS,
    summary="Offers that wait for a person's word",
    access=Access.VIEWER,
)
async def list_open_matches(pool: Pool, who: Asked, simulated: Simulated) -> OpenMatches:
    """Those that fit best first, at most a hundred."""
    async with transaction(pool, org_id=who.org) as db:
        return await ask.open_ones(db, who.org, datetime.now(UTC), simulated=simulated)


ROUTES = (list_product_offers, decide_offer, list_open_matches)

"""A product's offers: what may be it, what that costs here, and what is left at the market's prices."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from ventra.core.day import day_of
from ventra.costs.exchange import state_of
from ventra.costs.holding import holding
from ventra.costs.store import exchange, own_rates
from ventra.infra.db import transaction
from ventra.market import category
from ventra.market.answers import CategoryMarket, PriceSegment
from ventra.market.kept import KeptMarkets
from ventra.sourcing import ask, landing
from ventra.sourcing.answers import ProductOffer, ProductOffers
from ventra.sourcing.landing import Facts
from ventra.sourcing.store import matches, requests
from ventra.sourcing.store.matches import Matched, Target

DOLLAR = "USD"


async def read(
    pool: Any, org_id: int, product_id: int, markets: KeptMarkets, *, rejected: bool, now: datetime
) -> ProductOffers:
    """Offers that were proposed or confirmed for a product; `NotFound` when it is not known."""
    today = day_of(now)
    async with transaction(pool, org_id=org_id) as db:
        target = await matches.target(db, product_id)
        found = await matches.of_product(db, org_id, product_id, today, rejected=rejected)
        asked = await requests.listed(db, org_id, product_id=product_id)
        facts = await facts_of(db, org_id, now)
        states, budget = await ask.states(db), await ask.budget(db, org_id, now)
        fresh = await state_of(db, now)
    segments = await _segments(pool, target, markets, now) if found else []
    return ProductOffers(
        product_id=product_id,
        price_uzs=target.price_uzs,
        query=(target.titles.ru or target.titles.uz or "")[: ask.LONGEST_QUERY],
        items=await asyncio.to_thread(
            lambda: [of_match(one, target.price_uzs, segments, facts) for one in found]
        ),
        requests=asked,
        sources=states,
        budget=budget,
        rates=fresh,
    )


async def read_one(
    pool: Any, org_id: int, product_id: int, offer_id: int, markets: KeptMarkets, now: datetime
) -> ProductOffer:
    """One of them."""
    async with transaction(pool, org_id=org_id) as db:
        target = await matches.target(db, product_id)
        found = await matches.of_pair(db, org_id, product_id, offer_id, day_of(now))
        facts = await facts_of(db, org_id, now)
    return of_match(found, target.price_uzs, await _segments(pool, target, markets, now), facts)


async def facts_of(db: Any, org_id: int, now: datetime) -> Facts:
    """The dollar's rate that holds today, and the tariffs in force: the organisation's own where it has any."""
    today = day_of(now)
    dollar = (await exchange.on_day(db, [DOLLAR], today)).get(DOLLAR)
    held = holding(await own_rates.listed(db, org_id), today, today=today)
    return Facts(None if dollar is None else dollar[0], held.rates)


def of_match(
    found: Matched, price_uzs: int | None, segments: list[PriceSegment], facts: Facts
) -> ProductOffer:
    """An offer with what it costs here and what is left."""
    costs = landing.land(found.offer, found.weight_grams, facts)
    least = landing.cheapest(costs)
    return ProductOffer(
        offer=found.offer,
        state=found.state,
        decided_at=found.decided_at,
        score=found.score,
        weight_grams=found.weight_grams,
        landed=costs,
        margin=landing.margin(price_uzs, least),
        segments=landing.by_segment(segments, least) if least.point is not None else [],
    )


async def _segments(pool: Any, target: Target, markets: KeptMarkets, now: datetime) -> list[PriceSegment]:
    category_id = target.category_id
    if category_id is None:
        return []

    async def make() -> CategoryMarket:
        async with transaction(pool) as db:
            return await category.read(db, category_id, now=now)

    return (await markets.get(category_id, make)).segments

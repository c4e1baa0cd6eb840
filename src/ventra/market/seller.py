"""A shop at a glance, over all its active products."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ventra.catalog.store import names
from ventra.core.day import day_of
from ventra.core.segments import bounds
from ventra.market import parts
from ventra.market.answers import CategoryPart, SellerMarket
from ventra.market.category import NEW_FOR
from ventra.market.store import places, sums
from ventra.market.store.price_moves import moves
from ventra.market.store.sums import OF_SELLER


async def read(
    db: Any, seller_id: int, *, days: Literal[7, 28], at_most: int, now: datetime, simulated: bool
) -> SellerMarket:
    """What a shop sells and how its prices moved over `days`, `at_most` of them; `NotFound` when it is not known."""
    shop = await places.shop(db, seller_id)
    whole = await sums.whole(db, OF_SELLER, seller_id, new_since=now - NEW_FOR)
    edges = bounds(whole.prices)
    groups = await sums.groups(db, OF_SELLER, seller_id, bounds=edges)
    shared = parts.sharing(groups.owners)
    named = await names.categories(db, (owner for owner, _ in shared.named))
    return SellerMarket(
        seller_id=seller_id,
        title=shop.title,
        slug=shop.slug,
        orders_total=shop.orders_total,
        reviews_total=shop.reviews_total,
        rating=shop.rating,
        seen_at=shop.seen_at,
        as_of=whole.as_of,
        size=parts.size(whole.group),
        newcomers=whole.newcomers,
        watched_since=whole.first_seen,
        categories=[CategoryPart(**part, category=named[owner]) for owner, part in shared.named],
        others=shared.others,
        segments=parts.segments(groups.segments, edges),
        unpriced=groups.segments.get(None, sums.NONE).products,
        moves=await moves(db, seller_id, days=days, today=day_of(now), at_most=at_most, simulated=simulated),
    )

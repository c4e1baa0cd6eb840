"""A look at what a link leads to, before anybody tracks it: a product never met is visited for an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import tracking
from ventra.collect.answers import Look
from ventra.collect.store import looks, switch
from ventra.collect.uzum.address import ProductLink, link_of
from ventra.core.day import closes_at, day_of, last_closed_day
from ventra.errors import NotFound
from ventra.infra.db import Connection, transaction
from ventra.infra.limits import Limit, Limits

LOOKS = Limit("look", per_seconds=3600, times=60)
"""Of one organisation: each may have the worker visit a product that nobody tracks."""


async def look(pool: Any, limits: Limits, who: Who, link: str, now: datetime, *, asker: Asker) -> Look:
    """What is known of what a link leads to. The worker visits a product that was never met.

    `BadInput` for what leads nowhere.
    """
    wanted = link_of(link)
    await limits.take([(LOOKS, str(who.org))])
    async with transaction(pool, org_id=who.org) as db:
        if not isinstance(wanted, ProductLink):
            return await looks.shop(db, wanted.slug, collect=(await switch.read(db)).collect)
        await begin(db, who, wanted.product_id, now, asker=asker)
        return await product(db, wanted.product_id, now)


async def begin(db: Connection, who: Who, product_id: int, now: datetime, *, asker: Asker) -> bool:
    """Have the worker visit a product that was never met; says whether it was never."""
    if await looks.seen(db, product_id):
        return False
    await tracking.look_for_a_while(db, product_id, now)
    await note(db, who, asker, "looked_at", str(product_id))
    return True


async def product(db: Connection, product_id: int, now: datetime) -> Look:
    """How far a look at a product is. `NotFound` when nobody asked for one and it was never met."""
    found = await looks.product(db, product_id)
    if found is None:
        raise NotFound("nobody has looked at this product")
    # Of the day in which it was first seen, less than half may be known: such a day has no estimate.
    first_day = day_of(found.first_seen or now) + timedelta(days=1)
    next_day = last_closed_day(now) + timedelta(days=1)
    due_at = None if found.days_known or found.state == "gone" else closes_at(max(first_day, next_day))
    return Look(
        kind="product",
        product_id=product_id,
        shop=None,
        title=None,
        products=None,
        state=found.state,
        estimate_due_at=due_at,
        collect=(await switch.read(db)).collect,
    )

"""An organisation tracks products, or no more: within its plan, and noted in its log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ventra.accounts import plans
from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.catalog.answers import Tracked
from ventra.catalog.store import marks, products
from ventra.catalog.store import tracking as kept
from ventra.catalog.watchlist_answers import ManyDone
from ventra.infra.db import Connection, transaction


async def track(pool: Any, who: Who, product_id: int, on: bool, *, asker: Asker) -> Tracked:
    """Track it for who asks, or not any more; twice is once. `PlanLimit` beyond the plan, `NotFound` for none met."""
    async with transaction(pool, org_id=who.org) as db:
        if on:
            await organisations.hold(db, who.org)
            await plans.must_allow(
                db, who.org, "products", await kept.count(db, who.org, but=[product_id]) + 1
            )
        done = await products.set_tracked(db, product_id, tracked=on, org_id=who.org)
        await note(db, who, asker, "tracked" if on else "untracked", str(product_id))
    return done


async def track_many(pool: Any, who: Who, product_ids: Sequence[int], on: bool, *, asker: Asker) -> ManyDone:
    """As `track`, for all of these that were ever met. Where the plan does not allow them all, none is tracked."""
    async with transaction(pool, org_id=who.org) as db:
        if on:
            done = await track_known(db, who.org, product_ids)
        else:
            # A link may have had a product tracked before it was ever met.
            met = await kept.known(db, product_ids)
            done = sorted({*met, *await marks.tracked_of(db, who.org, product_ids)})
            await kept.set_tracking(db, done, False, org_id=who.org)
        if done:
            await note(db, who, asker, "tracked" if on else "untracked", products=done)
    return ManyDone(done, unknown(product_ids, done))


async def track_known(db: Connection, org_id: int, product_ids: Sequence[int]) -> list[int]:
    """Have an organisation track those of the products that were ever met; gives them. `PlanLimit` beyond its plan."""
    met = await kept.known(db, product_ids)
    if met:
        await organisations.hold(db, org_id)
        await plans.must_allow(db, org_id, "products", await kept.count(db, org_id, but=met) + len(met))
        await kept.track_all(db, met, org_id=org_id)
    return met


async def track_within_plan(
    db: Connection, org_id: int, product_ids: Sequence[int], now: datetime
) -> Sequence[int]:
    """Have an organisation track as many of these as its plan still allows, in their order; gives those."""
    most, some = await plans.most_of(db, org_id, "products"), product_ids
    if most is not None:
        some = some[: max(0, most - await kept.count(db, org_id, but=product_ids))]
    await kept.track_all(db, some, now, org_id=org_id)
    return some


def unknown(product_ids: Sequence[int], done: Sequence[int]) -> list[int]:
    """Those asked for of which nothing was done, once each."""
    return sorted(set(product_ids).difference(done))

"""Lays an own shop's truth beside our estimates and learns the organisation's corrections of it, once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from ventra.accounts.noting import note
from ventra.accounts.who import Asker, Who
from ventra.accuracy import own_store as kept
from ventra.accuracy.own_answers import OwnAccuracy
from ventra.core.columns import Int64
from ventra.core.day import from_day_number, last_closed_day
from ventra.core.own_fit import Learned, learn
from ventra.core.own_rows import own_rows
from ventra.core.rights import OWNER, at_least
from ventra.core.scores import Float
from ventra.infra.db import transaction
from ventra.outlook.goods import Goods
from ventra.outlook.store import goods as days_of

DAYS = 120
"""Closed days that are learned from."""
MOST_PRODUCTS = 1_000
AGAIN_AFTER = timedelta(hours=20)
SEED = 11


async def learn_when_due(pool: Any, *, now: datetime, stopping: Callable[[], bool]) -> int:
    """Learn the corrections of every organisation with a shop that have not been learned today; of how many."""
    async with transaction(pool) as db:
        orgs = await kept.with_shops(db)
    count = 0
    for org_id in orgs:
        if stopping():
            break
        count += await learn_of(pool, org_id, now=now)
    return count


async def learn_of(pool: Any, org_id: int, *, now: datetime) -> bool:
    """Learn an organisation's corrections, unless that was done within `AGAIN_AFTER`; whether it was."""
    closed = last_closed_day(now)
    async with transaction(pool) as db:
        await kept.alone(db, org_id)
        at = await kept.learned_at(db, org_id)
        if at is not None and now - at < AGAIN_AFTER:
            return False
        first = closed - timedelta(days=DAYS - 1)
        product, day, units = await kept.truth(db, org_id, first, closed, most_products=MOST_PRODUCTS)
        if len(day) == 0:
            return False
        begin, end = (from_day_number(int(one)) for one in (day.min(), day.max()))
        goods = await days_of.of_products(db, np.unique(product).tolist(), begin, end)
        version = await kept.next_version(db, org_id)
        learned = await asyncio.to_thread(_learned, goods, product, day, units, version)
        await kept.keep(db, org_id, version, learned, now)
    return True


def _learned(goods: Goods, product: Int64, day: Int64, units: Float, version: int) -> list[Learned]:
    there = np.isin(product, goods.product)
    subject = np.searchsorted(goods.product, product[there])
    rows = own_rows(goods.product, goods.category, goods.days, subject, day[there], units[there])
    return learn(rows.take(rows.category >= 0), np.random.default_rng(SEED), version=version)


async def read(pool: Any, who: Who) -> OwnAccuracy:
    """What an organisation's own shop says of our estimates."""
    async with transaction(pool, org_id=who.org) as db:
        state = await kept.state(db, who.org)
        made_at, categories = await kept.newest(db, who.org)
    return OwnAccuracy(
        connected=state.connected,
        is_on=state.is_on,
        may_switch=at_least(who.role, OWNER),
        made_at=made_at,
        categories=categories,
    )


async def switch(pool: Any, who: Who, *, on: bool, asker: Asker, now: datetime) -> None:
    """Switch an organisation's corrections on or off, for all its members."""
    async with transaction(pool, org_id=who.org) as db:
        await kept.alone(db, who.org)
        await kept.switch(db, who.org, on=on, at=now)
        await note(db, who, asker, "own_fit_switched", on=on)

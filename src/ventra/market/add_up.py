"""Adds up the days of categories over their goods: those marked since, and for goods that came, left or moved. May run twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from ventra.core.bucket import BUCKETS, FOLDERS, bucket_of
from ventra.core.columns import Int64
from ventra.core.day import last_closed_day
from ventra.core.stretches import Stretch, cut
from ventra.infra.db import transaction
from ventra.market.store import adding
from ventra.sales.store import touched as closing

STRAYS_A_TURN = 20_000
CATEGORIES_A_BATCH = 100
PRODUCT_DAYS_A_STEP = 200_000
"""What one transaction reads at the most, some half a second of Postgres."""
SETTLED_AGAIN = timedelta(days=3)
"""Each day all categories are added up so far back, whatever was marked: a release that marks nothing may have closed days."""

Asked = list[tuple[int, Stretch]]


async def add_up(pool: Any, *, now: datetime) -> int:
    """Bring the sums to what the days of goods say; returns how many categories' days were added up anew."""
    while await _follow(pool):
        pass
    await _settle(pool, now)
    done = 0
    while added := await _add_marked(pool):
        done += added
    return done


async def _follow(pool: Any) -> bool:
    """Let goods be in the sums of the category they stand in, a folder of buckets a transaction; whether there may be more."""
    async with transaction(pool) as db:
        strays = await adding.strays(db, at_most=STRAYS_A_TURN)
    for product in _by_folder(strays):
        async with transaction(pool) as db:
            await closing.lock(db, bucket_of(product))
            await adding.move(db, product)
    return len(strays) == STRAYS_A_TURN


def _by_folder(product: Int64) -> Iterator[Int64]:
    folder = bucket_of(product) // (BUCKETS // FOLDERS)
    for one in np.unique(folder):
        yield product[folder == one]


async def _settle(pool: Any, now: datetime) -> None:
    """Once a day, mark all categories over the last days, and further back where this did not run meanwhile."""
    closed = last_closed_day(now)
    async with transaction(pool) as db:
        settled = await adding.settled(db)
        if settled is None or settled < closed:
            await adding.mark_all(db, min(settled or closed, closed) - SETTLED_AGAIN, closed)


async def _add_marked(pool: Any) -> int:
    """Add up the marked days of some categories, and forget their marks; returns how many that were."""
    async with transaction(pool) as db:
        marked = await adding.marked(db, categories_at_most=CATEGORIES_A_BATCH)
    for asked in steps(marked):
        async with transaction(pool) as db:
            await adding.lock(db)
            await adding.sum_up(db, asked)
    if marked:
        async with transaction(pool) as db:
            await adding.unmark(db, marked)
    return sum(last - first + 1 for one in marked for first, last in one.days)


def steps(marked: Sequence[adding.Marked]) -> Iterator[Asked]:
    """The marked days in steps that read a bounded number of products' days each."""
    step: Asked = []
    room = PRODUCT_DAYS_A_STEP
    for one in marked:
        a_day = max(one.members, 1)
        for first, last in cut(one.days, days_at_most=max(PRODUCT_DAYS_A_STEP // a_day, 1)):
            reads = (last - first + 1) * a_day
            if step and reads > room:
                yield step
                step, room = [], PRODUCT_DAYS_A_STEP
            step.append((one.category_id, (first, last)))
            room -= reads
    if step:
        yield step

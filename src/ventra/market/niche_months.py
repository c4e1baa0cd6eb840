"""Months of clusters, for their seasons: added up when one has ended or the goods are others, a bounded number a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from ventra.core.season import MONTHS
from ventra.infra.db import transaction
from ventra.market.niche_seasons import YEARS
from ventra.market.store import cluster_months
from ventra.market.store.cluster_months import Stale

GOODS_A_RUN = 20_000
"""Of each up to three years of days are read: what is left comes with the next run."""
GOODS_A_STEP = 1_000


def first_month(closed: date) -> int:
    """The first month that seasons look at, counted from year 0."""
    return (closed.year - YEARS) * MONTHS


def last_month(closed: date) -> int:
    """The last month that has ended by a closed day."""
    after = closed + timedelta(days=1)
    return after.year * MONTHS + after.month - 2


async def keep_months(pool: Any, closed: date) -> int:
    """Bring the months of clusters up to a closed day; how many clusters were added up."""
    through, done = last_month(closed), 0
    first = date(closed.year - YEARS, 1, 1)
    last = date((through + 1) // MONTHS, (through + 1) % MONTHS + 1, 1) - timedelta(days=1)
    async with transaction(pool) as db:
        waiting = await cluster_months.stale(db, through, at_most=GOODS_A_RUN // 2)
    for some in steps(waiting):
        async with transaction(pool) as db:
            await cluster_months.add_up(db, some, first, last, through=through)
        done += len(some)
    async with transaction(pool) as db:
        await cluster_months.forget_gone(db)
    return done


def steps(waiting: Sequence[Stale]) -> Iterator[list[Stale]]:
    """Clusters in steps of so many goods, and no more than one run takes."""
    step: list[Stale] = []
    goods = whole = 0
    for one in waiting:
        if step and goods + one.goods > GOODS_A_STEP:
            yield step
            step, goods = [], 0
        if whole and whole + one.goods > GOODS_A_RUN:
            break
        step.append(one)
        goods, whole = goods + one.goods, whole + one.goods
    if step:
        yield step

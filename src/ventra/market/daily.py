"""A category day by day: each closed day with the sum over the goods that are known, and how many of them those are."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from ventra.core.day import last_closed_day
from ventra.core.day_state import day_state
from ventra.core.estimate import unknown
from ventra.core.pooled import Sums
from ventra.market.answers import CategoryDay, CategorySales
from ventra.market.store.days import days

LEAST_KNOWN = 0.8
"""Part of the goods that must be known for a day to stand beside others: a sum over fewer would look like a fall."""


async def read(db: Any, category_id: int, first: date, last: date, *, now: datetime) -> CategorySales:
    """The closed days from `first` to `last`; `NotFound` when there is no such category."""
    closed = min(last, last_closed_day(now))
    found = await days(db, category_id, first, closed)
    count = max((closed - first).days + 1, 0)
    return CategorySales(
        category_id=category_id,
        first=first,
        last=last,
        first_day=found.first,
        products=found.products,
        least_known=max(ceil(LEAST_KNOWN * found.products), 1),
        days=[_day(day, found.sums.get(day), now) for day in (first + timedelta(n) for n in range(count))],
    )


def _day(day: date, sums: tuple[Sums, Sums] | None, now: datetime) -> CategoryDay:
    if sums is None:
        return CategoryDay(day, unknown(1), unknown(1), "no_data", 0, 0)
    units, revenue = sums
    return CategoryDay(
        day,
        units.estimate(1, decimals=2),
        revenue.estimate(1, decimals=0),
        day_state(day, now=now, last_seen=None),
        units.known,
        revenue.known,
    )

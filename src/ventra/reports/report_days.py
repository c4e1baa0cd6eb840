"""The days of a report's goods together, as its drawing has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, TypedDict

from ventra.core.day_state import day_state
from ventra.core.estimate import Estimate, unknown
from ventra.market import daily
from ventra.market.store.goods_days import days_of
from ventra.reports.report_facts import CHART_DAYS
from ventra.sales.answers import SalesDay


class Daily(TypedDict):
    """The days of goods together, as `ReportFacts` has them."""

    daily: tuple[SalesDay, ...]
    daily_of: int
    least_known: int


async def days_of_goods(db: Any, ids: Sequence[int], last: date, now: datetime) -> Daily:
    """Of goods named one by one."""
    first = last - timedelta(days=CHART_DAYS - 1)
    found = await days_of(db, ids, first, last)
    of = max((one.products for one in found.values()), default=0)
    least = max(ceil(daily.LEAST_KNOWN * of), 1)
    days = (first + timedelta(days=count) for count in range(CHART_DAYS))
    shown = [(day, found[day].estimate(1, decimals=2), found[day].known) if day in found else (day, unknown(1), 0)
             for day in days]  # fmt: skip
    return Daily(
        daily=tuple(_day(*one, least=least, now=now) for one in shown), daily_of=of, least_known=least
    )


async def days_of_category(db: Any, category_id: int, last: date, now: datetime) -> Daily:
    """Of all goods below a category."""
    found = await daily.read(db, category_id, last - timedelta(days=CHART_DAYS - 1), last, now=now)
    shown = (
        _day(one.day, one.units, one.units_known, least=found.least_known, now=now) for one in found.days
    )
    return Daily(daily=tuple(shown), daily_of=found.products, least_known=found.least_known)


def _day(day: date, units: Estimate, known: int, *, least: int, now: datetime) -> SalesDay:
    """A day of many goods; a sum over too few of them would look like a fall, and is no number."""
    told = units if known >= least else unknown(1)
    state = "no_data" if told.point is None else day_state(day, now=now, last_seen=None)
    return SalesDay(day=day, units=told, revenue=unknown(1), state=state, looks=known, marks=[])

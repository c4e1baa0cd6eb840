"""What all kinds of report read alike: head, days, named goods, and how far off the numbers were measured to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, TypedDict

from ventra.accounts.store import organisations
from ventra.accuracy import store as accuracy
from ventra.accuracy.answers import AccuracyPoint
from ventra.catalog.answers import CategoryName, ProductRow
from ventra.catalog.listing import must_be
from ventra.catalog.store import lists
from ventra.core.day import last_closed_day
from ventra.core.day_state import day_state
from ventra.core.estimate import Estimate, unknown
from ventra.core.product import Titles
from ventra.infra import store as installation
from ventra.market import daily
from ventra.market.store.goods_days import days_of
from ventra.reports.report_answers import ReportKind, ReportWish
from ventra.reports.report_facts import CHART_DAYS, Head
from ventra.reports.store import goods
from ventra.sales.answers import SalesDay

MOST_NAMED = 10
PAGES: Mapping[ReportKind, str] = {"watchlist": "watchlist", "category": "c/{id}", "seller": "s/{id}"}


class Daily(TypedDict):
    """The days of goods together, as `ReportFacts` has them."""

    daily: tuple[SalesDay, ...]
    daily_of: int
    least_known: int


class NamedRows(TypedDict):
    """Products by part, as `ReportFacts` has them."""

    sold: tuple[ProductRow, ...]
    up: tuple[ProductRow, ...]
    down: tuple[ProductRow, ...]


async def list_name(db: Any, org_id: int, list_id: int) -> Titles:
    """What a list is called. `NotFound` where there is none."""
    name = await must_be(db, org_id, list_id)
    return Titles(uz=name, ru=name)


async def head(
    db: Any,
    org_id: int,
    wish: ReportWish,
    *,
    titles: Titles | None,
    path: tuple[CategoryName, ...],
    as_of: date | None,
    now: datetime,
    simulated: bool,
) -> Head:
    """For whom and over which days; the window ends with `as_of`, else with the last closed day."""
    web_url = await installation.get_installation(db, installation.WEB_URL)
    last = as_of or last_closed_day(now)
    place = PAGES[wish.kind].format(id=wish.subject_id)
    return Head(
        kind=wish.kind,
        days=wish.days,
        titles=titles,
        path=path,
        organisation=await organisations.name_of(db, org_id) or "",
        first=last - timedelta(days=wish.days - 1),
        last=last,
        made_at=now,
        page_url=f"{web_url.rstrip('/')}/{place}" if web_url else None,
        simulated=simulated,
    )


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


async def named(
    db: Any, which: str, key: int | Sequence[int], days: int, now: datetime, simulated: bool
) -> NamedRows:
    """Those that sell most, rise and fall."""
    found = await goods.named(db, which, key, days=days, most=MOST_NAMED)
    by_id = await rows(db, found.all, now, simulated)

    def kept(ids: Sequence[int]) -> tuple[ProductRow, ...]:
        return tuple(by_id[one] for one in ids if one in by_id)

    return NamedRows(sold=kept(found.sold), up=kept(found.up), down=kept(found.down))


async def rows(db: Any, ids: Sequence[int], now: datetime, simulated: bool) -> dict[int, ProductRow]:
    """Products as lists show them, by number."""
    return {one.product_id: one for one in await lists.load(db, list(ids), now=now, simulated=simulated)}


async def measured(db: Any) -> tuple[AccuracyPoint, ...]:
    """The newest back-test of each source."""
    newest: dict[str, AccuracyPoint] = {}
    for one in await accuracy.history(db):
        newest.setdefault(one.source, one)
    return tuple(newest.values())


def _day(day: date, units: Estimate, known: int, *, least: int, now: datetime) -> SalesDay:
    """A day of many goods; a sum over too few of them would look like a fall, and is no number."""
    told = units if known >= least else unknown(1)
    state = "no_data" if told.point is None else day_state(day, now=now, last_seen=None)
    return SalesDay(day=day, units=told, revenue=unknown(1), state=state, looks=known, marks=[])

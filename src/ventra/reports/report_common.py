"""What all kinds of report read alike: head, named goods, and how far off the numbers were measured to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from ventra.accounts.store import organisations
from ventra.accuracy import store as accuracy
from ventra.accuracy.answers import AccuracyPoint
from ventra.catalog.answers import CategoryName, ProductRow
from ventra.catalog.listing import must_be
from ventra.catalog.store import lists
from ventra.core.day import last_closed_day
from ventra.core.product import Titles
from ventra.infra import store as installation
from ventra.reports.report_answers import ReportKind, ReportWish
from ventra.reports.report_facts import Head
from ventra.reports.store import goods

MOST_NAMED = 10
PAGES: Mapping[ReportKind, str] = {"watchlist": "watchlist", "category": "c/{id}", "seller": "s/{id}"}


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

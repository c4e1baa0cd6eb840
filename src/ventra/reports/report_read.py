"""Reads what each kind of report says, by the same functions as the pages it is of.

The transaction is the organisation's: of its own rows no others are seen.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

from ventra.alerts.running_low import days_left, running_low
from ventra.catalog.store import watchlist
from ventra.catalog.store.watchlist import Wanted
from ventra.core.day import day_of, last_closed_day
from ventra.core.product import Titles
from ventra.market import category, named_goods, seller
from ventra.market.answers import CategoryPart, RestPart
from ventra.market.store import places
from ventra.market.store.goods_days import MOST_PRODUCTS
from ventra.market.store.price_moves import moves_of
from ventra.reports import report_common as common
from ventra.reports.report_answers import ReportWish
from ventra.reports.report_facts import Low, ReportFacts, Shared
from ventra.reports.store import goods

MOST_LOW, MOST_MOVES = 15, 15


async def read(db: Any, org_id: int, wish: ReportWish, *, now: datetime, simulated: bool) -> ReportFacts:
    """The facts as they stand. `NotFound` when there is no such list, category or shop (any more)."""
    readers = {"watchlist": _watchlist, "category": _category, "seller": _seller}
    return await readers[wish.kind](db, org_id, wish, now, simulated)


async def must_be(db: Any, org_id: int, wish: ReportWish) -> None:
    """`NotFound` when there is no such list, category or shop."""
    if wish.subject_id is None:
        return
    if wish.kind == "watchlist":
        await common.list_name(db, org_id, wish.subject_id)
    elif wish.kind == "category":
        await places.place(db, wish.subject_id)
    else:
        await places.shop(db, wish.subject_id)


async def _watchlist(db: Any, org_id: int, wish: ReportWish, now: datetime, simulated: bool) -> ReportFacts:
    called = None if wish.subject_id is None else await common.list_name(db, org_id, wish.subject_id)
    wanted = Wanted(list_id=wish.subject_id, state="active")
    ids = await watchlist.in_order(db, org_id, wanted, sort="-units_28", at_most=MOST_PRODUCTS)
    market = await named_goods.read(db, ids, now=now)
    head = await common.head(
        db, org_id, wish, titles=called, path=(), as_of=market.as_of, now=now, simulated=simulated
    )
    named = await common.named(db, goods.OF_PRODUCTS, ids, wish.days, now, simulated)
    return ReportFacts(
        head=head,
        size=market.size,
        newcomers=market.newcomers,
        concentration=None,
        **(await common.days_of_goods(db, ids, head.last, now)),
        **named,
        low=await _low(db, ids, now, simulated),
        moves=await moves_of(
            db, ids, days=wish.days, today=day_of(now), at_most=MOST_MOVES, simulated=simulated
        ),
        shares=_by_category(market.categories, market.others),
        segments=tuple(market.segments),
        measured=await common.measured(db),
    )


async def _low(db: Any, ids: list[int], now: datetime, simulated: bool) -> tuple[Low, ...]:
    """Those of the products that last a week at most, by what the alerts go by too."""
    stocked = np.array(await goods.with_stock(db, ids), np.int64)
    left = await days_left(db, stocked, closed=last_closed_day(now), now=now)
    low = dict(running_low(left, most=MOST_LOW))
    rows = await common.rows(db, list(low), now, simulated)
    return tuple(Low(rows[one], told) for one, told in low.items() if one in rows)


async def _category(db: Any, org_id: int, wish: ReportWish, now: datetime, simulated: bool) -> ReportFacts:
    number = wish.subject_id or 0
    market = await category.read(db, number, now=now)
    path = tuple(market.path[:-1])
    head = await common.head(
        db, org_id, wish, titles=market.titles, path=path, as_of=market.as_of, now=now, simulated=simulated
    )
    leaders = [Shared(Titles(uz=one.seller.title, ru=one.seller.title), 1, one) for one in market.leaders]
    return ReportFacts(
        head=head,
        size=market.size,
        newcomers=market.newcomers,
        concentration=market.concentration,
        **(await common.days_of_category(db, number, head.last, now)),
        **(await common.named(db, goods.BELOW_CATEGORY, number, wish.days, now, simulated)),
        low=None,
        moves=None,
        shares=(*leaders, *_rest(market.others)),
        segments=tuple(market.segments),
        measured=await common.measured(db),
    )


async def _seller(db: Any, org_id: int, wish: ReportWish, now: datetime, simulated: bool) -> ReportFacts:
    number = wish.subject_id or 0
    market = await seller.read(db, number, days=wish.days, at_most=MOST_MOVES, now=now, simulated=simulated)
    titles = Titles(uz=market.title, ru=market.title)
    head = await common.head(
        db, org_id, wish, titles=titles, path=(), as_of=market.as_of, now=now, simulated=simulated
    )
    ids = await goods.of_seller(db, number, at_most=MOST_PRODUCTS)
    return ReportFacts(
        head=head,
        size=market.size,
        newcomers=market.newcomers,
        concentration=None,
        **(await common.days_of_goods(db, ids, head.last, now)),
        **(await common.named(db, goods.OF_SELLER, number, wish.days, now, simulated)),
        low=None,
        moves=market.moves,
        shares=_by_category(market.categories, market.others),
        segments=tuple(market.segments),
        measured=await common.measured(db),
    )


def _by_category(categories: list[CategoryPart], others: RestPart | None) -> tuple[Shared, ...]:
    return (*(Shared(one.category.titles, 1, one) for one in categories), *_rest(others))


def _rest(others: RestPart | None) -> tuple[Shared, ...]:
    return () if others is None else (Shared(None, others.members, others),)

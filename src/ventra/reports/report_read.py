"""Reads what each kind of report says, by the same functions as the pages it is of.

The transaction is the organisation's: of its own rows no others are seen.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.core.product import Titles
from ventra.market import category, seller
from ventra.market.store import places
from ventra.market.store.goods_days import MOST_PRODUCTS
from ventra.reports import report_common as common
from ventra.reports import report_days as days
from ventra.reports.report_answers import ReportWish
from ventra.reports.report_facts import ReportFacts, Shared
from ventra.reports.report_shares import by_category, rest
from ventra.reports.report_watchlist import MOST_MOVES, of_watchlist
from ventra.reports.store import goods


async def read(db: Any, org_id: int, wish: ReportWish, *, now: datetime, simulated: bool) -> ReportFacts:
    """The facts as they stand. `NotFound` when there is no such list, category or shop (any more)."""
    readers = {"watchlist": of_watchlist, "category": _category, "seller": _seller}
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
        **(await days.days_of_category(db, number, head.last, now)),
        **(await common.named(db, goods.BELOW_CATEGORY, number, wish.days, now, simulated)),
        low=None,
        moves=None,
        shares=(*leaders, *rest(market.others)),
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
        **(await days.days_of_goods(db, ids, head.last, now)),
        **(await common.named(db, goods.OF_SELLER, number, wish.days, now, simulated)),
        low=None,
        moves=market.moves,
        shares=by_category(market.categories, market.others),
        segments=tuple(market.segments),
        measured=await common.measured(db),
    )

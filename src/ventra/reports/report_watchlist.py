"""Reads what a report of tracked goods says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

from ventra.alerts.running_low import days_left, running_low
from ventra.catalog.store import watchlist
from ventra.core.day import day_of, last_closed_day
from ventra.market import named_goods
from ventra.market.store.goods_days import MOST_PRODUCTS
from ventra.market.store.price_moves import moves_of
from ventra.reports import report_common as common
from ventra.reports import report_days as days
from ventra.reports.report_answers import ReportWish
from ventra.reports.report_facts import Low, ReportFacts
from ventra.reports.report_shares import by_category
from ventra.reports.store import goods

MOST_LOW, MOST_MOVES = 15, 15


async def of_watchlist(db: Any, org_id: int, wish: ReportWish, now: datetime, simulated: bool) -> ReportFacts:
    """What a report of a list, or of all that is tracked, says."""
    called = None if wish.subject_id is None else await common.list_name(db, org_id, wish.subject_id)
    wanted = watchlist.Wanted(list_id=wish.subject_id, state="active")
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
        **(await days.days_of_goods(db, ids, head.last, now)),
        **named,
        low=await _low(db, ids, now, simulated),
        moves=await moves_of(
            db, ids, days=wish.days, today=day_of(now), at_most=MOST_MOVES, simulated=simulated
        ),
        shares=by_category(market.categories, market.others),
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

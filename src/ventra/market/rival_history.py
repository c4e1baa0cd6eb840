"""A product's price, stock and share of its niche over time, and its rivals' on the same days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

import numpy as np

from ventra.catalog.answers import ProductRow
from ventra.catalog.store import lists
from ventra.core.day import from_us, last_closed_day, start_of_day_us, to_day_number
from ventra.core.estimate import Ranged
from ventra.core.niche_share import WEEK, week_shares
from ventra.errors import NotFound
from ventra.market.rival_answers import RivalHistory, RivalLine, ShareWeek, ShelfDay
from ventra.market.store import rivals as kept
from ventra.market.store import shelf_days

MOST_LINES = 6
"""Rivals beside one's own product: more lines than that nobody tells apart."""

Row = Mapping[str, Any]


async def read(
    db: Any,
    product_id: int,
    *,
    weeks: int,
    rivals: Sequence[int],
    org_id: int | None,
    now: datetime,
    simulated: bool,
) -> RivalHistory:
    """So many closed weeks of a product and of `rivals`, or where none are named of its first ones. `NotFound` as for rivals."""
    wanted = list(rivals) or [
        row["rival_id"] for row in await kept.found(db, [product_id], org_id) if row["added"] is not False
    ]
    ids = list(dict.fromkeys([product_id, *wanted]))[: MOST_LINES + 1]
    products = {one.product_id: one for one in await lists.load(db, ids, now=now, simulated=simulated)}
    if product_id not in products:
        raise NotFound(f"no product {product_id}", product_id=product_id)
    last = last_closed_day(now)
    first = last - timedelta(days=weeks * WEEK - 1)
    days = [first + timedelta(days=at) for at in range(weeks * WEEK)]
    states = {(row["product_id"], row["day"]): row for row in await shelf_days.days(db, ids, _spans(days))}
    category = products[product_id].category
    sold: list[Row] = []
    goods = 0
    if category is not None:
        sold = await shelf_days.sold(db, ids, category.category_id, first, last)
        goods = await shelf_days.members(db, category.category_id)
    return RivalHistory(
        first=first,
        last=last,
        category=category,
        lines=[
            _line(products[one], days, states, [row for row in sold if row["product_id"] == one], goods)
            for one in ids
            if one in products
        ],
    )


def _spans(days: Sequence[date]) -> list[tuple[date, datetime, datetime]]:
    numbers = [to_day_number(day) for day in days]
    return [
        (day, from_us(start_of_day_us(at)), from_us(start_of_day_us(at + 1)))
        for day, at in zip(days, numbers, strict=True)
    ]


def _line(
    product: ProductRow,
    days: Sequence[date],
    states: Mapping[tuple[int, date], Row],
    sold: Sequence[Row],
    goods: int,
) -> RivalLine:
    shelf = []
    for day in days:
        row = states.get((product.product_id, day))
        shelf.append(ShelfDay(day, row["price_uzs"], row["stock"]) if row else ShelfDay(day, None, None))
    return RivalLine(
        product_id=product.product_id,
        titles=product.titles,
        days=shelf,
        weeks=_weeks(days, sold, goods) if sold else [],
    )


def _weeks(days: Sequence[date], sold: Sequence[Row], goods: int) -> list[ShareWeek]:
    weeks = len(days) // WEEK
    week = np.array([(row["day"] - days[0]).days // WEEK for row in sold], np.int64)
    columns = [
        np.array([row[name] for row in sold], float)
        for name in ("units", "units_low", "units_high", "whole", "units_down", "units_up")
    ]
    found = week_shares(week, *columns, weeks=weeks)
    known = np.bincount(week, [row["units_known"] for row in sold], weeks) / np.maximum(found.days, 1)
    told = []
    for at in range(weeks):
        ends = [float(end[at]) for end in (found.point, found.low, found.high)]
        share = Ranged(*(round(end, 4) for end in ends)) if isfinite(ends[0]) else Ranged(None, None, None)
        first = days[at * WEEK]
        told.append(
            ShareWeek(
                first=first,
                last=first + timedelta(days=WEEK - 1),
                share=share,
                days=int(found.days[at]),
                goods_known=int(known[at]),
                goods=max(goods, int(known[at])),
            )
        )
    return told

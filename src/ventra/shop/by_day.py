"""The sums of an own shop day by day, over HTTP answers: every day of the span that orders were read of is there."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.day import day_of, from_day_number
from ventra.shop import lines
from ventra.shop.add_up import Sums, sums
from ventra.shop.store import goods
from ventra.shop.store.goods import ReadUntil
from ventra.shop.store.sold_days import Asked
from ventra.shop.sums_answers import OwnDay, OwnDays, OwnExpense


async def days(db: Any, asked: Asked, *, cabinet: bool) -> OwnDays:
    """The sums of a span by day."""
    until = await goods.read_until(db, asked.org_id, asked.shop_id)
    return told(asked, await sums(db, asked, cabinet=cabinet), until)


def told(asked: Asked, found: Sums, until: ReadUntil) -> OwnDays:
    """What was summed up as an answer. Days that were not read to their end are left out: nobody knows that they sold
    nothing.
    """
    count = asked.last - asked.first + 1
    apart = np.zeros(count, np.int64)
    np.add.at(apart, found.apart_day - asked.first, found.apart_uzs)
    of_days = lines.totals(found.account, found.rows.day - asked.first, count, apart)
    unmatched = found.rows.units[found.rows.sku < 0].sum()
    return OwnDays(
        first=from_day_number(asked.first),
        last=from_day_number(asked.last),
        known_from=None if until.back_to is None else day_of(until.back_to),
        read_at=until.done_at,
        total=lines.total(found.account, found.apart_total),
        expenses=[
            OwnExpense(kind=one.kind, amount_uzs=one.amount_uzs, apart_uzs=one.apart_uzs)
            for one in found.kinds
        ],
        unmatched_units=int(unmatched),
        unpriced_expenses=found.unpriced,
        days=[
            OwnDay(day=from_day_number(asked.first + at), **fields)
            for at, fields in enumerate(of_days)
            if until.tells_of(from_day_number(asked.first + at))
            or fields["ordered"] != 0
            or fields["apart_uzs"]
        ],
    )

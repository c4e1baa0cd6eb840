"""Why our profit of a span is not the cabinet's: each row is laid beside ours, and the shop's expenses and costs after them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.day import from_day_number
from ventra.core.own_difference import Rows, Taken
from ventra.core.own_difference import walked as walk
from ventra.shop.add_up import Sums, sums
from ventra.shop.store.order_rows import Walked, walked
from ventra.shop.store.sold_days import Asked
from ventra.shop.sums_answers import Cause, Differs


async def difference(db: Any, asked: Asked, *, cabinet: bool) -> Differs:
    """The way from the one to the other."""
    return told(asked, await walked(db, asked), await sums(db, asked, cabinet=cabinet))


def told(asked: Asked, rows: Walked, found: Sums) -> Differs:
    """A pure function of the rows and of the sums of the same span."""
    ours = (rows.day >= asked.first) & (rows.day <= asked.last)
    theirs = (rows.utc_day >= asked.first) & (rows.utc_day <= asked.last)
    of = Rows(
        profit=rows.profit,
        left=rows.remains,
        in_theirs=theirs,
        in_ours=ours,
        issued=rows.issued,
        cancelled=rows.cancelled,
        returned=rows.returned,
    )
    way = walk(of, _taken(rows, ours, found))
    unknown = (ours | theirs) & (np.isnan(rows.profit) | np.isnan(rows.remains))
    return Differs(
        first=from_day_number(asked.first),
        last=from_day_number(asked.last),
        cabinet_uzs=way.theirs,
        ours_uzs=way.ours,
        difference_uzs=way.ours - way.theirs,
        unknown_rows=int(np.count_nonzero(unknown)),
        causes=[
            Cause(cause=cause, amount_uzs=amount, rows=way.rows.get(cause))  # type: ignore[arg-type]
            for cause, amount in way.causes.items()
        ],
    )


def _taken(rows: Walked, ours: Any, found: Sums) -> Taken:
    account, goods = found.account, found.rows
    known = np.isfinite(account.profit)
    # A row that lacks a price leaves its goods and day without a sum, and with it the other rows of that day.
    place = {key: at for at, key in enumerate(zip(goods.sku.tolist(), goods.day.tolist(), strict=True))}
    keys = zip(rows.sku[ours].tolist(), rows.day[ours].tolist(), strict=True)
    left_out = np.array([not known[place[key]] for key in keys], bool)
    remains = float(np.nan_to_num(rows.remains[ours][left_out]).sum())
    spread = float((account.storage + account.other)[~known].sum())
    by_kind = {
        storage: sum(
            one.amount_uzs
            for one in found.kinds
            if (one.kind == "storage") == storage and one.kind != "in_orders"
        )
        for storage in (True, False)
    }
    return Taken(
        storage=by_kind[True],
        other=by_kind[False],
        without_cost=round(remains - spread),
        cost=round(float(account.cost[known].sum())),
        spoiled=round(float(account.spoiled[known].sum())),
    )

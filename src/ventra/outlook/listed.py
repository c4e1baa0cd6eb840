"""A page of what rises, with the names of what it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from ventra.catalog.answers import CategoryName, ProductRow, SellerName
from ventra.catalog.store import lists, names
from ventra.outlook.answers import RisingKind, RisingList, RisingRow
from ventra.outlook.store import progress, rising
from ventra.outlook.store.rising import Wanted
from ventra.outlook.told import newcomer_of, trend_of

Named = Mapping[int, ProductRow | CategoryName | SellerName]


async def page(
    db: Any, wanted: Wanted, *, sort: str, limit: int, cursor: str | None, now: datetime, simulated: bool
) -> RisingList:
    """One page by the last night that was judged whole; `BadInput` for a cursor of another order."""
    night = await progress.newest(db, finished=True)
    found = await rising.find(db, wanted, sort=sort, limit=limit, cursor=cursor)
    ids = [row["subject_id"] for row in found.rows]
    if wanted.kind == "categories":
        named: Named = await names.categories(db, ids)
    elif wanted.kind == "sellers":
        named = await names.sellers(db, ids)
    else:
        rows = await lists.load(db, ids, now=now, simulated=simulated)
        named = {one.product_id: one for one in rows}
    counts = {} if night is None else night.judged.get(wanted.kind, {})
    return RisingList(
        kind=cast(RisingKind, wanted.kind),
        as_of=None if night is None else night.day,
        judged_at=None if night is None else night.finished_at,
        rate=None if night is None else night.rate,
        least_units=None if night is None else night.least_units,
        tested=counts.get("tested", 0),
        rising=counts.get("rising", 0),
        total=found.total,
        next_cursor=found.next_cursor,
        items=[_row(row, named[row["subject_id"]]) for row in found.rows if row["subject_id"] in named],
    )


def _row(row: Mapping[str, Any], subject: ProductRow | CategoryName | SellerName) -> RisingRow:
    return RisingRow(
        rank=row["rank"],
        product=subject if isinstance(subject, ProductRow) else None,
        category=subject if isinstance(subject, CategoryName) else None,
        seller=subject if isinstance(subject, SellerName) else None,
        products=row["products"],
        trend=trend_of(row),
        new=newcomer_of(row),
    )

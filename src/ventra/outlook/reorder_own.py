"""The plans of an organisation's own goods within a purse: all worked out together, in the order asked for, a page at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from ventra.catalog import cursor as cursors
from ventra.catalog.store import lists
from ventra.core.day import day_of, last_closed_day
from ventra.infra.db import transaction
from ventra.outlook.reorder import Plans, gather, plan
from ventra.outlook.reorder_answers import ReorderList, ReorderRow
from ventra.outlook.reorder_told import added, terms_of
from ventra.outlook.store import reorder_terms as kept

MOST_OWN = 1_000
"""So many goods are planned at once; a purse is for all of them."""
BEYOND_DAYS = 1e6
"""In the place of never, so that it can stand in an order."""


def _pieces(found: Plans, place: int) -> float | None:
    return found.plans[place].pieces.point


def _cost(found: Plans, place: int) -> float | None:
    return found.plans[place].cost_uzs.point


def _lost(found: Plans, place: int) -> float | None:
    lost = found.lost.get(found.known.goods[place].product_id)
    return None if lost is None else lost.revenue.point


def _urgency(found: Plans, place: int) -> float | None:
    value = found.urgency[place]
    return None if value != value else max(min(value, BEYOND_DAYS), -BEYOND_DAYS)


_VALUES: dict[str, Callable[[Plans, int], float | None]] = {
    "urgency": _urgency,
    "pieces": _pieces,
    "cost": _cost,
    "lost": _lost,
}
SORTS = tuple(sign + name for name in _VALUES for sign in ("", "-"))


async def page(
    pool: Any,
    org_id: int,
    *,
    cash_uzs: int | None,
    due: bool | None,
    sort: str,
    limit: int,
    cursor: str | None,
    now: datetime,
    simulated: bool,
) -> ReorderList:
    """A page of them; `BadInput` for a cursor of another order. What is unknown comes last in both directions."""
    closed = last_closed_day(now)
    async with transaction(pool, org_id=org_id) as db:
        ids, own = await kept.own(db, org_id, at_most=MOST_OWN)
        known = await gather(db, org_id, ids, closed)
    found = await asyncio.to_thread(plan, known, day_of(now), closed, cash_uzs)
    matching = [place for place, one in enumerate(found.plans) if due is None or (one.due > 0) == due]
    order = in_order(found, matching, sort)
    shown = _beyond(found, order, sort, cursor)
    async with transaction(pool, org_id=org_id) as db:
        items = await _rows(db, found, shown[:limit], now=now, simulated=simulated)
    to_order = [found.plans[place] for place in matching if found.plans[place].due > 0]
    last = shown[limit - 1] if len(shown) > limit else None
    return ReorderList(
        closed_through=closed,
        own=own,
        left_out=own - len(ids),
        total=len(matching),
        due=len(to_order),
        unpriced=sum(one.cost_uzs.point is None for one in to_order),
        pieces=added([one.pieces for one in to_order]),
        cost_uzs=added([one.cost_uzs for one in to_order]),
        uncut_uzs=found.uncut_uzs,
        cash_uzs=cash_uzs,
        next_cursor=None if last is None else _written(found, last, sort),
        items=items,
    )


def in_order(found: Plans, places: Sequence[int], sort: str) -> list[int]:
    """Places of goods in an order: by its value, what is unknown last, and by their number."""
    value, turn = _VALUES[sort.removeprefix("-")], -1 if sort.startswith("-") else 1

    def key(place: int) -> tuple[bool, float, int]:
        at = value(found, place)
        return at is None, 0.0 if at is None else turn * at, found.known.goods[place].product_id

    return sorted(places, key=key)


def _beyond(found: Plans, order: list[int], sort: str, cursor: str | None) -> list[int]:
    """What comes after the place where a page ended."""
    if cursor is None:
        return order
    value, after = cursors.read(cursor, sort=sort, kind=float)
    turn = -1 if sort.startswith("-") else 1
    of = _VALUES[sort.removeprefix("-")]

    def later(place: int) -> bool:
        at, number = of(found, place), found.known.goods[place].product_id
        if value is None or at is None:
            return at is None and (value is not None or number > after)
        assert isinstance(value, float)
        return (turn * at, number) > (turn * value, after)

    return [place for place in order if later(place)]


def _written(found: Plans, place: int, sort: str) -> str:
    at = _VALUES[sort.removeprefix("-")](found, place)
    return cursors.write(
        sort, at if at is None or isfinite(at) else None, found.known.goods[place].product_id
    )


async def _rows(
    db: Any, found: Plans, places: Sequence[int], *, now: datetime, simulated: bool
) -> list[ReorderRow]:
    ids = [found.known.goods[place].product_id for place in places]
    named = {one.product_id: one for one in await lists.load(db, ids, now=now, simulated=simulated)}
    return [
        ReorderRow(
            product=named[number],
            terms=terms_of(found.known.terms_of(number)),
            own_terms=number in found.known.terms,
            plan=found.plans[place],
            lost=found.lost.get(number),
        )
        for place, number in zip(places, ids, strict=True)
        if number in named
    ]

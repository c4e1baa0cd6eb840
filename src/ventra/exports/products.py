"""All products of a list, and those that an organisation tracks, as tables.

Which products there are, and their order, is found at once, in one answer of 8 bytes each: one that moves meanwhile is neither
lost nor there twice. Their rows are read some at a time, a transaction for each: whoever takes a file slowly holds none open.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from ventra.catalog import listing
from ventra.catalog.store import lists
from ventra.catalog.store import watchlist as kept
from ventra.catalog.store.marks import Said
from ventra.catalog.watchlist import wanted
from ventra.core.columns import Int64
from ventra.exports.filters import SHELF as SHELF_FILTERS
from ventra.exports.filters import Filters, of_products, of_shelf
from ventra.exports.product_columns import DEFAULT, FIXED, SAID, SHELF, TRACKED, Row
from ventra.exports.table import Found, Table, Wish
from ventra.infra.db import transaction

ROWS_A_BATCH = 2_000
OF_WATCHLIST = (*SHELF_FILTERS, "list_id", "tag", "mark")


async def products_of(wish: Wish) -> Int64:
    """All products that the filters of `/products` leave, in order."""
    which = of_products(wish.filters)
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        return await lists.all_in_order(db, lists.where_of(which), sort=wish.sort)


async def tracked_of(wish: Wish, *, sort: str) -> Int64:
    """All tracked products that the filters of `/watchlist` leave, in order. `NotFound` where there is no such list."""
    which = wanted_of(wish.filters)
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        if which.list_id is not None:
            await listing.must_be(db, wish.org_id, which.list_id)
        return await kept.all_in_order(db, wish.org_id, which, sort=sort)


def wanted_of(filters: Filters) -> kept.Wanted:
    """Which of the tracked products. `BadInput` for a tag that cannot be."""
    return wanted(tag=filters.tag, list_id=filters.list_id, mark=filters.mark, **of_shelf(filters))


async def _find_products(wish: Wish) -> Found:
    return _found(wish, await products_of(wish), of_shelf_alone)


async def _find_tracked(wish: Wish) -> Found:
    ids = await tracked_of(wish, sort=wish.sort)
    return _found(wish, ids, of_shelf_alone if wish.shared else with_said)


async def of_shelf_alone(db: Any, wish: Wish, ids: Sequence[int]) -> list[Row]:
    """Products in this order, of which nothing is said."""
    rows = {
        row.product_id: row for row in await lists.load(db, list(ids), now=wish.now, simulated=wish.simulated)
    }
    return [(rows[one], _NOTHING) for one in ids if one in rows]


async def with_said(db: Any, wish: Wish, ids: Sequence[int]) -> list[Row]:
    """Products in this order, each with what the organisation says of it."""
    return await kept.load(db, wish.org_id, ids, now=wish.now, simulated=wish.simulated)


def _found(wish: Wish, ids: Int64, load: Callable[[Any, Wish, Sequence[int]], Awaitable[list[Row]]]) -> Found:
    days: set[date] = set()
    fits: set[int] = set()

    async def rows() -> AsyncGenerator[Sequence[Row], None]:
        for first in range(0, len(ids), ROWS_A_BATCH):
            some = ids[first : first + ROWS_A_BATCH].tolist()
            async with transaction(wish.pool, org_id=wish.reader) as db:
                found = await load(db, wish, some)
            days.update(row.figures.as_of for row, _ in found if row.figures.as_of is not None)
            fits.update(row.figures.own_fit for row, _ in found if row.figures.own_fit is not None)
            yield found

    return Found(rows(), days, fits)


_NOTHING = Said()
PRODUCTS = Table(
    name="products",
    title="sheet.products",
    fixed=FIXED,
    columns=SHELF | {"tracked": TRACKED},
    default=DEFAULT,
    takes=frozenset((*SHELF_FILTERS, "tracked")),
    sorts=lists.SORTS,
    sort="-units_7",
    find=_find_products,
    counts="about.rows",
)
WATCHLIST = Table(
    name="watchlist",
    title="sheet.products",
    fixed=FIXED,
    columns=SHELF | SAID,
    default=DEFAULT,
    takes=frozenset(OF_WATCHLIST),
    sorts=kept.SORTS,
    sort="-units_7",
    find=_find_tracked,
    counts="about.rows",
    unfiltered="about.no_filters",
)

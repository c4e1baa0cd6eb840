"""Daily sales of products, those tracked or those of a category or shop, as a table: each day is a row, known or not."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from datetime import date

import numpy as np

from ventra.catalog.store import lists, names
from ventra.core.basis import NAMES
from ventra.core.columns import Int64
from ventra.core.day import last_closed_day
from ventra.core.product import Titles
from ventra.core.texts import Language, say
from ventra.errors import BadInput
from ventra.exports.columns import Cells, Column, Rows, Type, Unit, ready, title_of
from ventra.exports.filters import of_products
from ventra.exports.products import OF_WATCHLIST, tracked_of
from ventra.exports.table import Found, Table, Wish
from ventra.exports.texts import TABLE_TEXTS
from ventra.infra.db import transaction
from ventra.sales.asked import period
from ventra.sales.export import NUMBERS, days_of
from ventra.sales.export import Table as SoldDays
from ventra.sales.store import read

ROWS_A_BATCH = 10_000
MOST_PRODUCTS = 500
"""In a batch, however few their days are."""
BY_PRODUCT = "title"


def period_of(wish: Wish) -> tuple[date, date]:
    """The closed days asked for."""
    first, last = period(wish.filters.first, wish.filters.last, wish.now)
    closed = last_closed_day(wish.now)
    if first > closed:
        raise BadInput(f"from is a day up to {closed}, the last that has closed", field="from")
    return first, min(last, closed)


async def _products(wish: Wish) -> Int64:
    """Tracked goods, unless a category, a shop or a product is named: then all of it."""
    filters = wish.filters
    if filters.product_id is not None:
        return np.array([filters.product_id], np.int64)
    narrowed = filters.list_id or filters.tag or filters.mark
    if filters.tracked is False and narrowed:
        raise BadInput("lists, tags and marks are of tracked products", field="tracked")
    named = filters.category_id is not None or filters.seller_id is not None
    if narrowed or filters.tracked or not named:
        if filters.tracked is False:
            raise BadInput("name a category or a shop", field="tracked")
        return await tracked_of(wish, sort=BY_PRODUCT)
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        return await lists.all_in_order(db, lists.where_of(of_products(filters)), sort=BY_PRODUCT)


async def _find(wish: Wish) -> Found:
    first, last = period_of(wish)
    versions: set[int] = set()
    return Found(_rows(wish, await _products(wish), first, last, versions), {first, last}, versions)


async def _rows(
    wish: Wish, ids: Int64, first: date, last: date, versions: set[int]
) -> AsyncGenerator[Rows, None]:
    step = max(1, min(MOST_PRODUCTS, ROWS_A_BATCH // ((last - first).days + 1)))
    for begin in range(0, len(ids), step):
        some = ids[begin : begin + step]
        async with transaction(wish.pool, org_id=wish.reader) as db:
            titles = await names.products(db, some.tolist())
            table = await days_of(db, some, first, last)
            fits = await read.fits(db, some.tolist())
        versions.update(fit.version for fit in fits.values())
        yield _cells(table, titles, wish.language)


def _cells(table: SoldDays, titles: Mapping[int, Titles], language: Language) -> dict[str, Cells]:
    products = table.keys[:, 0]
    named = {one: title_of(titles.get(one), language) for one in set(products.tolist())}
    words: dict[str, str] = {name: say(TABLE_TEXTS, f"basis.{name}", language) for name in NAMES}
    return {
        "id": products,
        "title": [named[one] for one in products.tolist()],
        "day": np.array(table.days, "datetime64[D]"),
        "basis": [words[name] for name in table.basis],
        **dict(zip(NUMBERS, table.values, strict=True)),
    }


def _ready(
    name: str, type_: Type, unit: Unit | None = None, *, heading: str | None = None, part: str | None = None
) -> Column:
    return Column(name, f"col.{heading or name}", type_, ready, unit, part)


def _with_ends(name: str, type_: Type, unit: Unit) -> tuple[Column, ...]:
    return (
        _ready(name, type_, unit),
        *(_ready(f"{name}_{end}", type_, unit, heading=name, part=end) for end in ("low", "high")),
    )


SALES_DAYS = Table(
    name="sales_days",
    title="sheet.sales_days",
    fixed=(_ready("id", "int", "id"), _ready("title", "text"), _ready("day", "date")),
    columns={
        "units": _with_ends("units", "decimal", "units"),
        "revenue": _with_ends("revenue", "int", "uzs"),
        "basis": (_ready("basis", "text"),),
    },
    default=("units", "revenue", "basis"),
    takes=frozenset((*OF_WATCHLIST, "tracked", "product_id", "first", "last")),
    sorts=(BY_PRODUCT,),
    sort=BY_PRODUCT,
    find=_find,
    unfiltered="about.no_filters",
)

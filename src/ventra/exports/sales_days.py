"""Daily sales as tables: of products, those tracked or those of a category or shop; and of a category as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from typing import Any

import numpy as np

from ventra.catalog.store import lists, names
from ventra.core.columns import Int64
from ventra.core.day import last_closed_day
from ventra.core.product import Titles
from ventra.core.texts import Language, say
from ventra.errors import BadInput
from ventra.exports.columns import Cell, Column, Type, Unit, title_of, with_ends, word
from ventra.exports.filters import of_products
from ventra.exports.products import OF_WATCHLIST, tracked_of
from ventra.exports.table import Found, Table, Wish
from ventra.exports.texts import TABLE_TEXTS
from ventra.infra.db import transaction
from ventra.market import daily
from ventra.sales.asked import period
from ventra.sales.export import days_of

ROWS_A_BATCH = 10_000
MOST_PRODUCTS = 500
"""In a batch, however few their days are."""
BY_PRODUCT = "title"


def _period(wish: Wish) -> tuple[date, date]:
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
    first, last = _period(wish)
    return Found(_rows(wish, await _products(wish), first, last), {first, last})


async def _rows(wish: Wish, ids: Int64, first: date, last: date) -> AsyncIterator[Sequence[Any]]:
    step = max(1, min(MOST_PRODUCTS, ROWS_A_BATCH // ((last - first).days + 1)))
    for begin in range(0, len(ids), step):
        some = ids[begin : begin + step]
        async with transaction(wish.pool, org_id=wish.org_id) as db:
            titles = await names.products(db, some.tolist())
            table = await days_of(db, some, first, last)
        products = table.keys[:, 0].tolist()
        yield list(
            zip(
                products,
                [titles.get(one, _UNTITLED) for one in products],
                [date.fromisoformat(day) for day in table.days],
                *(
                    [None if value != value else value for value in column.tolist()]
                    for column in table.values
                ),
                table.basis,
                strict=True,
            )
        )


_UNTITLED = Titles()


def _title(row: Any, language: Language) -> Cell:
    return title_of(row[1], language)


def _number(name: str, heading: str, type_: Type, unit: Unit, at: int, part: str | None = None) -> Column:
    def cell(row: Any, _: Language) -> Cell:
        value: Cell = row[at]
        return round(value) if type_ == "int" and isinstance(value, float) else value

    return Column(name, heading, type_, cell, unit, part)


def _basis(row: Any, language: Language) -> Cell:
    return say(TABLE_TEXTS, f"basis.{row[9]}", language)


SALES_DAYS = Table(
    name="sales_days",
    title="sheet.sales_days",
    fixed=(
        Column("id", "col.id", "int", lambda row, _: row[0], "id"),
        Column("title", "col.title", "text", _title),
        Column("day", "col.day", "date", lambda row, _: row[2]),
    ),
    columns={
        "units": (
            _number("units", "col.units", "decimal", "units", 3),
            _number("units_low", "col.units", "decimal", "units", 4, "low"),
            _number("units_high", "col.units", "decimal", "units", 5, "high"),
        ),
        "revenue": (
            _number("revenue", "col.revenue", "int", "uzs", 6),
            _number("revenue_low", "col.revenue", "int", "uzs", 7, "low"),
            _number("revenue_high", "col.revenue", "int", "uzs", 8, "high"),
        ),
        "basis": (Column("basis", "col.basis", "text", _basis),),
    },
    default=("units", "revenue", "basis"),
    takes=frozenset((*OF_WATCHLIST, "tracked", "product_id", "first", "last")),
    sorts=(BY_PRODUCT,),
    sort=BY_PRODUCT,
    find=_find,
    unfiltered="about.no_filters",
)


async def _find_category(wish: Wish) -> Found:
    category_id = wish.filters.category_id
    if category_id is None:
        raise BadInput("name a category", field="category")
    first, last = _period(wish)
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        found = await daily.read(db, category_id, first, last, now=wish.now)
    return Found(_at_once(found.days), {first, last})


async def _at_once(rows: Sequence[Any]) -> AsyncIterator[Sequence[Any]]:
    yield rows


def _of(name: str) -> Callable[[Any, Language], Cell]:
    def cell(row: Any, _: Language) -> Cell:
        value: Cell = getattr(row, name)
        return value

    return cell


CATEGORY_DAYS = Table(
    name="category_days",
    title="sheet.category_days",
    fixed=(Column("day", "col.day", "date", _of("day")),),
    columns={
        "units": with_ends("units", "decimal", lambda row: row.units, unit="units"),
        "revenue": with_ends("revenue", "int", lambda row: row.revenue, unit="uzs"),
        "known": (
            Column("units_known", "col.units_known", "int", _of("units_known")),
            Column("revenue_known", "col.revenue_known", "int", _of("revenue_known")),
        ),
        "day_state": (word("day_state", lambda row: row.state),),
    },
    default=("units", "revenue", "known", "day_state"),
    takes=frozenset(("category_id", "first", "last")),
    sorts=("day",),
    sort="day",
    find=_find_category,
)

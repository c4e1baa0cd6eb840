"""Daily sales of a category as a whole, as a table."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from ventra.core.texts import Language
from ventra.errors import BadInput
from ventra.exports.columns import Cell, Column, with_ends, word
from ventra.exports.sales_days import period_of
from ventra.exports.table import Found, Table, Wish
from ventra.infra.db import transaction
from ventra.market import daily
from ventra.market.answers import CategoryDay


async def _find(wish: Wish) -> Found:
    category_id = wish.filters.category_id
    if category_id is None:
        raise BadInput("name a category", field="category")
    first, last = period_of(wish)
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        found = await daily.read(db, category_id, first, last, now=wish.now)
    return Found(_at_once(found.days), {first, last})


async def _at_once(rows: Sequence[CategoryDay]) -> AsyncGenerator[Sequence[CategoryDay], None]:
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
    find=_find,
)

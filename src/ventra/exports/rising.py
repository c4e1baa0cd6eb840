"""What rises, with how sure that is, as a table: products, categories, shops and newcomers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence

from ventra.core.texts import Language
from ventra.exports.columns import Cell, Column, Type, Unit, title_of, with_ends, word
from ventra.exports.filters import of_kind
from ventra.exports.table import Found, Table, Wish
from ventra.infra.db import transaction
from ventra.outlook import listed
from ventra.outlook.answers import RisingList, RisingRow
from ventra.outlook.store import rising
from ventra.outlook.store.rising import Wanted

ROWS_A_BATCH = 1_000
KINDS = ("products", "categories", "sellers", "newcomers")


async def _find(wish: Wish) -> Found:
    filters = wish.filters
    wanted = Wanted(of_kind(filters, KINDS), filters.category_id, filters.min_units)
    first = await _page(wish, wanted, None)
    return Found(_rows(wish, wanted, first), set() if first.as_of is None else {first.as_of})


async def _page(wish: Wish, wanted: Wanted, cursor: str | None) -> RisingList:
    async with transaction(wish.pool, org_id=wish.reader) as db:
        return await listed.page(
            db,
            wanted,
            sort=wish.sort,
            limit=ROWS_A_BATCH,
            cursor=cursor,
            now=wish.now,
            simulated=wish.simulated,
        )


async def _rows(wish: Wish, wanted: Wanted, page: RisingList) -> AsyncGenerator[Sequence[RisingRow], None]:
    yield page.items
    while page.next_cursor is not None:
        page = await _page(wish, wanted, page.next_cursor)
        yield page.items


def _plain(name: str, type_: Type, cell: Callable[[RisingRow], Cell], unit: Unit | None = None) -> Column:
    def found(row: RisingRow, _: Language) -> Cell:
        return cell(row)

    return Column(name, f"col.{name}", type_, found, unit)


def _id(row: RisingRow) -> Cell:
    if row.product is not None:
        return row.product.product_id
    if row.category is not None:
        return row.category.category_id
    return None if row.seller is None else row.seller.seller_id


def _title(row: RisingRow, language: Language) -> Cell:
    if row.product is not None:
        return title_of(row.product.titles, language)
    if row.category is not None:
        return title_of(row.category.titles, language)
    return None if row.seller is None else row.seller.title


RISING = Table(
    name="rising",
    title="sheet.rising",
    fixed=(
        _plain("rank", "int", lambda row: row.rank),
        _plain("subject_id", "int", _id, "id"),
        Column("title", "col.name", "text", _title),
    ),
    columns={
        "products": (_plain("products", "int", lambda row: row.products),),
        "level": with_ends("level", "decimal", lambda row: row.trend.level, unit="units_a_day", basis=False),
        "growth_7": with_ends(
            "growth_7", "decimal", lambda row: row.trend.growth_7, unit="change", heading="col.growth", basis=False
        ),
        "growth_28": with_ends(
            "growth_28", "decimal", lambda row: row.trend.growth_28, unit="change", basis=False
        ),
        "least_growth": (_plain("least_growth", "decimal", lambda row: row.trend.least_growth, "change"),),
        "p_value": (
            _plain("p_value", "decimal", lambda row: row.trend.p_value),
            _plain("q_value", "decimal", lambda row: row.trend.q_value),
        ),
        "since": (_plain("since", "date", lambda row: row.trend.shift.day if row.trend.shift else None),),
        "empty": (_plain("empty_days", "int", lambda row: row.trend.censored_days, "days"),),
        "newcomer": (
            _plain("new_since", "date", lambda row: row.new.first_seen if row.new else None),
            *with_ends(
                "velocity", "decimal", lambda row: row.new.velocity if row.new else None, unit="units_a_day",
                basis=False,
            ),
        ),
        "basis": (word("basis", lambda row: row.trend.basis),),
        "as_of": (_plain("as_of", "date", lambda row: row.trend.as_of),),
    },
    default=("products", "level", "growth_7", "growth_28", "least_growth", "p_value", "since", "newcomer", "basis", "as_of"),
    takes=frozenset(("kind", "category_id", "min_units")),
    sorts=rising.SORTS,
    sort="rank",
    find=_find,
    headings={"growth": "col.least_growth", "growth_7": "col.growth", "empty": "col.empty_days"},
)  # fmt: skip

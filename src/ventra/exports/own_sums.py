"""What one's own shop brought and took, by day and by variant, as tables: the figures of its page, and of no other arithmetic."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from datetime import date

from ventra.core.day import last_closed_day, to_day_number
from ventra.exports.columns import Column, attribute, word
from ventra.exports.table import Found, Table, Wish
from ventra.infra.db import transaction
from ventra.sales.asked import period
from ventra.shop import by_day, by_good
from ventra.shop.store.sold_days import Asked
from ventra.shop.sums_answers import OwnDay, OwnGood

ROWS_A_BATCH = 2_000
ALL = 2**62
"""More goods than there can be: no page of them."""
MONEY = {
    name: (attribute(name, "int", "uzs", of=f"{name}_uzs"),)
    for name in (
        "revenue",
        "commission",
        "logistics",
        "storage",
        "other",
        "left",
        "cost",
        "spoiled",
        "profit",
    )
}
COUNTS = {name: (attribute(name, "int", "units"),) for name in ("ordered", "cancelled", "returned", "units")}
LINE: dict[str, tuple[Column, ...]] = {
    **COUNTS,
    **MONEY,
    "margin": (attribute("margin", "decimal", "percent", of="margin_pct"),),
    "known_profit": (
        attribute("known_profit", "int", "uzs", of="known_profit_uzs"),
        attribute("revenue_without_cost", "int", "uzs", of="revenue_without_cost_uzs"),
    ),
    "cost_basis": (word("cost_basis", lambda row: row.cost_basis),),
}
"""The fields of `OwnLine`."""


def _span(wish: Wish) -> tuple[Asked, set[date]]:
    """The days asked for, and up to which closed ones they go."""
    first, last = period(wish.filters.first, wish.filters.last, wish.now)
    closed = min(last, last_closed_day(wish.now))
    asked = Asked(wish.org_id, to_day_number(first), to_day_number(last), wish.filters.shop_id, None)
    return asked, {first, closed} if first <= closed else set()


def _by_cabinet(wish: Wish) -> bool:
    return wish.filters.cabinet is not False


async def _find_days(wish: Wish) -> Found:
    asked, days = _span(wish)
    if wish.filters.sku_id is not None:
        asked = Asked(asked.org_id, asked.first, asked.last, asked.shop_id, [wish.filters.sku_id])
    return Found(_days(wish, asked), days)


async def _days(wish: Wish, asked: Asked) -> AsyncGenerator[Sequence[OwnDay], None]:
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        found = await by_day.days(db, asked, cabinet=_by_cabinet(wish))
    yield found.days


async def _find_goods(wish: Wish) -> Found:
    asked, days = _span(wish)
    return Found(_goods(wish, asked), days)


async def _goods(wish: Wish, asked: Asked) -> AsyncGenerator[Sequence[OwnGood], None]:
    wanted = by_good.Wanted(wish.filters.q, wish.sort, ALL, None)
    async with transaction(wish.pool, org_id=wish.org_id) as db:
        found = (await by_good.page(db, asked, wanted, cabinet=_by_cabinet(wish))).items
    for begin in range(0, len(found), ROWS_A_BATCH):
        yield found[begin : begin + ROWS_A_BATCH]


OWN_DAYS = Table(
    name="own_days",
    title="sheet.own_days",
    fixed=(attribute("day", "date"),),
    columns={**LINE, "apart": (attribute("apart", "int", "uzs", of="apart_uzs"),)},
    default=(*LINE, "apart"),
    takes=frozenset(("first", "last", "shop_id", "sku_id", "cabinet")),
    sorts=("day",),
    sort="day",
    find=_find_days,
    shared=False,
)
OWN_GOODS = Table(
    name="own_goods",
    title="sheet.own_goods",
    fixed=(
        attribute("sku_id", "int", "id"),
        attribute("title", "text", of="product_title"),
        attribute("variant", "text", of="title"),
    ),
    columns={
        "product_id": (attribute("product_id", "int", "id"),),
        "shop_id": (attribute("shop_id", "int", "id"),),
        "code": (attribute("code", "text"),),
        "barcode": (attribute("barcode", "text"),),
        **LINE,
        "stock": (attribute("fbo", "int", "units"), attribute("fbs", "int", "units")),
        "price": (attribute("price", "int", "uzs", of="price_uzs"),),
        "held": (attribute("held", "int", "units"), attribute("held_worth", "int", "uzs", of="held_uzs")),
    },
    default=("product_id", "code", "barcode", *LINE, "stock", "price", "held"),
    takes=frozenset(("first", "last", "shop_id", "cabinet", "q")),
    sorts=by_good.SORTS,
    sort="-revenue",
    find=_find_goods,
    shared=False,
)

"""The sums of an own shop over HTTP: by day, by variant, against the cabinet, and the money to come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from ventra.accounts.routes.handed import MOST_ID, Asked, Pool
from ventra.core.day import to_day_number
from ventra.core.reorder_terms import LIMITS
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.sales.asked import period
from ventra.sales.routes.parameters import FirstDay, LastDay
from ventra.shop import by_day, by_good, cash, differ, reorder_page
from ventra.shop.by_good import SORTS, Wanted
from ventra.shop.cash import ScheduleName
from ventra.shop.plan_answers import CashPlan, OwnReorder
from ventra.shop.store.sold_days import Asked as Span
from ventra.shop.sums_answers import Differs, OwnDays, OwnGoods

TAGS = ["own-shop"]
Shop = Annotated[
    int | None, QueryParameter(ge=1, le=MOST_ID, description="of one shop; none: of all that are read")
]
Variant = Annotated[int | None, QueryParameter(ge=1, le=MOST_ID, description="of one variant; none: of all")]
Cabinet = Annotated[
    bool,
    QueryParameter(
        description="whether goods that no purchase covers cost what the cabinet's purchase price says"
    ),
]
Cursor = Annotated[
    str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="how many on a page")]


@get(
    "/own-shop/days",
    operation_id="read_own_days",
    access=Access.VIEWER,
    tags=TAGS,
    summary="What one's own shop brought and took, by day",
)
async def read_own_days(
    pool: Pool,
    who: Asked,
    first: FirstDay = None,
    last: LastDay = None,
    shop_id: Shop = None,
    sku_id: Variant = None,
    cabinet: Cabinet = True,
) -> OwnDays:
    """By the Tashkent day of the order. Profit is null where the cost of anything sold is not known."""
    span = _span(who.org, first, last, shop_id, sku_id)
    async with transaction(pool, org_id=who.org) as db:
        return await by_day.days(db, span, cabinet=cabinet)


@get(
    "/own-shop/goods",
    operation_id="list_own_goods",
    access=Access.VIEWER,
    tags=TAGS,
    summary="What one's own shop brought and took, by variant",
)
async def list_own_goods(
    pool: Pool,
    who: Asked,
    first: FirstDay = None,
    last: LastDay = None,
    shop_id: Shop = None,
    q: Annotated[
        str | None, QueryParameter(max_length=200, description="words of title, code, barcode or number")
    ] = None,
    sort: Annotated[
        str,
        QueryParameter(max_length=20, description=f"one of {', '.join(SORTS)}; `-` before it: descending"),
    ] = "-revenue",
    limit: Limit = 50,
    cursor: Cursor = None,
    cabinet: Cabinet = True,
) -> OwnGoods:
    """Every variant of the shops that are read, also those that sold nothing; what is unknown comes last in any order."""
    span = _span(who.org, first, last, shop_id, None)
    async with transaction(pool, org_id=who.org) as db:
        return await by_good.page(db, span, Wanted(q, sort, limit, cursor), cabinet=cabinet)


@get(
    "/own-shop/difference",
    operation_id="read_own_difference",
    access=Access.VIEWER,
    tags=TAGS,
    summary="Why our profit is not the cabinet's",
)
async def read_own_difference(
    pool: Pool,
    who: Asked,
    first: FirstDay = None,
    last: LastDay = None,
    shop_id: Shop = None,
    cabinet: Cabinet = True,
) -> Differs:
    """Causes that add up to the difference to the soʻm."""
    span = _span(who.org, first, last, shop_id, None)
    async with transaction(pool, org_id=who.org) as db:
        return await differ.difference(db, span, cabinet=cabinet)


@get(
    "/own-shop/cash",
    operation_id="read_own_cash",
    access=Access.VIEWER,
    tags=TAGS,
    summary="Payouts and purchases of the weeks to come",
)
async def read_own_cash(
    pool: Pool,
    who: Asked,
    shop_id: Shop = None,
    schedule: Annotated[
        ScheduleName, QueryParameter(description="how the marketplace pays out")
    ] = "twice_a_month",
) -> CashPlan:
    """Four weeks from today on, as far as demand is foreseen, each with its low and high."""
    return await cash.plan(pool, who.org, shop_id, schedule, now=datetime.now(UTC))


@get(
    "/own-shop/reorder",
    operation_id="list_own_reorder",
    access=Access.VIEWER,
    tags=TAGS,
    summary="What to order of one's own goods, by true stock and sales",
)
async def list_own_reorder(
    pool: Pool,
    who: Asked,
    shop_id: Shop = None,
    cash_uzs: Annotated[
        int | None,
        QueryParameter(
            ge=0, le=int(LIMITS["cash_uzs"][1]), description="one sum of money for all orders, in soʻm"
        ),
    ] = None,
    due: Annotated[
        bool | None, QueryParameter(description="only what is to be ordered now, or only the rest")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> OwnReorder:
    """The same arithmetic and terms as `/reorder`, with the shop's own numbers where they are known."""
    return await reorder_page.page(
        pool, who.org, shop_id, cash_uzs=cash_uzs, due=due, limit=limit, cursor=cursor, now=datetime.now(UTC)
    )


def _span(
    org_id: int, first: date | None, last: date | None, shop_id: int | None, sku_id: int | None
) -> Span:
    begin, end = period(first, last, datetime.now(UTC))
    return Span(
        org_id, to_day_number(begin), to_day_number(end), shop_id, None if sku_id is None else [sku_id]
    )


ROUTES = (read_own_days, list_own_goods, read_own_difference, read_own_cash, list_own_reorder)

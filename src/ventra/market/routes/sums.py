"""A category and a shop over HTTP: what they sell, who shares it, at what prices, and how it grows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.market import category, daily, seller
from ventra.market.answers import CategoryMarket, CategorySales, SellerMarket
from ventra.market.kept import KeptMarkets
from ventra.sales.asked import period
from ventra.sales.routes.parameters import FirstDay, LastDay

Pool = NamedDependency[Any]
Simulated = NamedDependency[bool]
Kept = NamedDependency[KeptMarkets]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]


@get(
    "/categories/{category_id:int}/market",
    operation_id="read_category_market",
    access=Access.OPEN,
    tags=["market"],
    summary="What sells in a category, and who sells it",
)
async def read_category_market(pool: Pool, markets: Kept, category_id: Id) -> CategoryMarket:
    """Over all active products of a category and those below it: size, growth, shops by share, prices, and its children."""

    async def read() -> CategoryMarket:
        async with transaction(pool) as db:
            return await category.read(db, category_id, now=datetime.now(UTC))

    return await markets.get(category_id, read)


@get(
    "/categories/{category_id:int}/sales",
    operation_id="read_category_sales",
    access=Access.OPEN,
    tags=["market"],
    summary="Daily sales of a category",
)
async def read_category_sales(
    pool: Pool, category_id: Id, first: FirstDay = None, last: LastDay = None
) -> CategorySales:
    """Units and revenue of every closed day over all active products below a category, with how many of them are known."""
    now = datetime.now(UTC)
    begin, end = period(first, last, now)
    async with transaction(pool) as db:
        return await daily.read(db, category_id, begin, end, now=now)


@get(
    "/sellers/{seller_id:int}/market",
    operation_id="read_seller_market",
    access=Access.OPEN,
    tags=["market"],
    summary="What a shop sells, where, and at what prices",
)
async def read_seller_market(
    pool: Pool,
    simulated: Simulated,
    seller_id: Id,
    days: Annotated[Literal[7, 28], QueryParameter(description="days over which prices are compared")] = 7,
    limit: Annotated[int, QueryParameter(ge=1, le=200, description="how many price moves at most")] = 20,
) -> SellerMarket:
    """Over all active products of a shop: size, growth, categories by share, price segments, and its largest price moves."""
    async with transaction(pool) as db:
        return await seller.read(
            db, seller_id, days=days, at_most=limit, now=datetime.now(UTC), simulated=simulated
        )


ROUTES = (read_category_market, read_category_sales, read_seller_market)

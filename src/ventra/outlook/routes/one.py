"""Where one product, category or shop goes, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from ventra.accounts.routes.handed import Asking
from ventra.core.rights import Access
from ventra.core.texts import language_of
from ventra.infra.db import glance
from ventra.outlook import one
from ventra.outlook.answers import CategoryOutlook, ProductOutlook, SellerOutlook

Pool = NamedDependency[Any]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]


@get(
    "/products/{product_id:int}/outlook",
    operation_id="read_product_outlook",
    access=Access.OPEN,
    tags=["outlook"],
    summary="Where a product goes",
)
async def read_product_outlook(request: Asking, pool: Pool, product_id: Id) -> ProductOutlook:
    """Its trend, what it will sell and when it runs out; where the last night did not know it yet, worked out for this answer."""
    language = language_of(request.headers.get("accept-language"))
    return await one.of_product(pool, product_id, now=datetime.now(UTC), language=language)


@get(
    "/categories/{category_id:int}/outlook",
    operation_id="read_category_outlook",
    access=Access.OPEN,
    tags=["outlook"],
    summary="Where a category goes",
)
async def read_category_outlook(pool: Pool, category_id: Id) -> CategoryOutlook:
    """The trend of all goods on sale now in a category and below it, added up."""
    async with glance(pool) as db:
        return await one.of_category(db, category_id, now=datetime.now(UTC))


@get(
    "/sellers/{seller_id:int}/outlook",
    operation_id="read_seller_outlook",
    access=Access.OPEN,
    tags=["outlook"],
    summary="Where a shop goes",
)
async def read_seller_outlook(pool: Pool, seller_id: Id) -> SellerOutlook:
    """The trend of all goods that a shop has on sale now, added up."""
    async with glance(pool) as db:
        return await one.of_seller(db, seller_id, now=datetime.now(UTC))


ROUTES = (read_product_outlook, read_category_outlook, read_seller_outlook)

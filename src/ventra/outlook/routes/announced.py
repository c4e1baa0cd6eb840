"""Announced sales over HTTP: listed, announced, changed, taken back; and the forecast with them."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.core.texts import language_of
from ventra.infra.db import transaction
from ventra.outlook import announced, with_sales
from ventra.outlook.announced_answers import (
    AnnouncedOutlook,
    AnnouncedSale,
    AnnouncedSales,
    SaleChange,
    SaleWish,
)
from ventra.outlook.store import announced as kept

TAGS = ["outlook"]
Simulated = NamedDependency[bool]


@get(
    "/products/{product_id:int}/announced-sales",
    operation_id="list_announced_sales",
    tags=TAGS,
    summary="The sales of a product that the organisation announced",
    access=Access.VIEWER,
)
async def list_announced_sales(pool: Pool, who: Asked, product_id: Number) -> AnnouncedSales:
    """Those that are not over, by their first day."""
    async with transaction(pool, org_id=who.org) as db:
        return AnnouncedSales(await kept.listed(db, who.org, product_id, from_day=day_of(datetime.now(UTC))))


@post(
    "/products/{product_id:int}/announced-sales",
    operation_id="announce_sale",
    tags=TAGS,
    summary="Announce a sale of a product",
    status_code=201,
    access=Access.ANALYST,
)
async def announce_sale(
    request: Asking,
    pool: Pool,
    simulated: Simulated,
    who: Asked,
    product_id: Number,
    data: JSONBody[SaleWish],
) -> AnnouncedSale:
    """Everybody in the organisation sees it, and nobody else; the forecast that all see stays as it is."""
    return await announced.announce(
        pool, who, product_id, data, now=datetime.now(UTC), simulated=simulated, asker=asker_of(request)
    )


@patch(
    "/announced-sales/{sale_id:int}",
    operation_id="change_announced_sale",
    tags=TAGS,
    summary="Give an announced sale other days or another price",
    access=Access.ANALYST,
)
async def change_announced_sale(
    request: Asking, pool: Pool, who: Asked, sale_id: Number, data: JSONBody[SaleChange]
) -> AnnouncedSale:
    """What is left out stays."""
    return await announced.change(pool, who, sale_id, data, now=datetime.now(UTC), asker=asker_of(request))


@delete(
    "/announced-sales/{sale_id:int}",
    operation_id="take_back_announced_sale",
    tags=TAGS,
    summary="Take an announced sale back",
    status_code=200,
    access=Access.ANALYST,
)
async def take_back_announced_sale(request: Asking, pool: Pool, who: Asked, sale_id: Number) -> Done:
    """To have it again, announce it again."""
    await announced.take_back(pool, who, sale_id, asker=asker_of(request))
    return Done()


@get(
    "/products/{product_id:int}/announced-outlook",
    operation_id="read_announced_outlook",
    tags=TAGS,
    summary="A product's forecast with the announced sales",
    access=Access.VIEWER,
)
async def read_announced_outlook(
    request: Asking, pool: Pool, simulated: Simulated, who: Asked, product_id: Number
) -> AnnouncedOutlook:
    """Worked out for this answer from the product's days and prices, and what the organisation announced."""
    language = language_of(request.headers.get("accept-language"))
    return await with_sales.of_product(
        pool, who.org, product_id, now=datetime.now(UTC), simulated=simulated, language=language
    )


ROUTES = (
    list_announced_sales,
    announce_sale,
    change_announced_sale,
    take_back_announced_sale,
    read_announced_outlook,
)

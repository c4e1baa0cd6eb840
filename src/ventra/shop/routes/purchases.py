"""Purchases of own goods over HTTP: one by one, or from a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import JSONBody, QueryParameter

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.read_table import MOST_BYTES
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.shop import purchases
from ventra.shop.purchase_answers import Purchase, PurchaseChange, PurchaseFile, Purchases, PurchaseWish
from ventra.shop.routes.sums import TAGS, Cursor, Limit, Variant


@get(
    "/own-shop/purchases",
    operation_id="list_own_purchases",
    access=Access.VIEWER,
    tags=TAGS,
    summary="What own goods were bought for",
)
async def list_own_purchases(
    pool: Pool, who: Asked, sku_id: Variant = None, limit: Limit = 50, cursor: Cursor = None
) -> Purchases:
    """The newest day first."""
    async with transaction(pool, org_id=who.org) as db:
        return await purchases.page(db, who.org, sku_id, limit=limit, cursor=cursor)


@post(
    "/own-shop/purchases",
    operation_id="enter_own_purchase",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Enter a purchase",
    status_code=201,
)
async def enter_own_purchase(
    request: Asking, pool: Pool, who: Asked, data: JSONBody[PurchaseWish]
) -> Purchase:
    """Of a variant of one's own shops; every cost of what is sold follows from purchases, first in, first out."""
    return await purchases.enter(pool, who, data, now=datetime.now(UTC), asker=asker_of(request))


@patch(
    "/own-shop/purchases/{purchase_id:int}",
    operation_id="change_own_purchase",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Change a purchase",
)
async def change_own_purchase(
    request: Asking, pool: Pool, who: Asked, purchase_id: Number, data: JSONBody[PurchaseChange]
) -> Purchase:
    """What is left out stays. Costs are worked out anew when they are next asked for."""
    return await purchases.change(
        pool, who, purchase_id, data, now=datetime.now(UTC), asker=asker_of(request)
    )


@delete(
    "/own-shop/purchases/{purchase_id:int}",
    operation_id="delete_own_purchase",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Delete a purchase",
    status_code=200,
)
async def delete_own_purchase(request: Asking, pool: Pool, who: Asked, purchase_id: Number) -> Done:
    """It can be put back for 30 days."""
    await purchases.delete(pool, who, purchase_id, asker=asker_of(request))
    return Done()


@post(
    "/own-shop/purchases/{purchase_id:int}/restore",
    operation_id="restore_own_purchase",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Undo the deletion of a purchase",
    status_code=200,
)
async def restore_own_purchase(request: Asking, pool: Pool, who: Asked, purchase_id: Number) -> Purchase:
    """Under its number, as it was."""
    return await purchases.restore(pool, who, purchase_id, asker=asker_of(request))


@post(
    "/own-shop/purchases/file",
    operation_id="send_own_purchases",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Take in purchases from a file",
    status_code=200,
    request_max_body_size=MOST_BYTES,
    takes_file="application/octet-stream",
)
async def send_own_purchases(
    request: Asking,
    pool: Pool,
    who: Asked,
    name: Annotated[
        str, QueryParameter(min_length=1, max_length=255, description="file name with its ending")
    ],
    columns: Annotated[
        str | None,
        QueryParameter(
            max_length=100,
            description="which column is what, from 0: `sku:0,day:1,pieces:2,cost:3,note:4`; none: as the head says",
        ),
    ] = None,
    keep: Annotated[
        bool, QueryParameter(description="take its lines in; without it, say how they would be read")
    ] = False,
) -> PurchaseFile:
    """The body is the file itself, CSV or XLSX, at most 4 MB and 5,000 lines. The same file is taken in once."""
    file_name = PurePath(name.replace("\\", "/")).name
    return await purchases.take_in(
        pool,
        who,
        file_name,
        await request.body(),
        None if columns is None else purchases.columns_in(columns),
        keep=keep,
        now=datetime.now(UTC),
        asker=asker_of(request),
    )


ROUTES = (
    list_own_purchases,
    enter_own_purchase,
    change_own_purchase,
    delete_own_purchase,
    restore_own_purchase,
    send_own_purchases,
)

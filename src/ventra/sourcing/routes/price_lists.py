"""Price lists over HTTP: sent as a file, looked at, confirmed, deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import JSONBody, QueryParameter

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.noting import note
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.read_table import MOST_BYTES
from ventra.core.rights import Access
from ventra.errors import NotFound
from ventra.infra.db import transaction
from ventra.sourcing import price_lists
from ventra.sourcing.answers import ColumnsWish, PriceListDetail, PriceLists
from ventra.sourcing.store import lists

TAGS = ["sourcing"]


@post(
    "/price-lists",
    operation_id="send_price_list",
    tags=TAGS,
    summary="Send a supplier's price list",
    status_code=201,
    access=Access.ANALYST,
    request_max_body_size=MOST_BYTES,
    takes_file="application/octet-stream",
)
async def send_price_list(
    request: Asking,
    pool: Pool,
    who: Asked,
    name: Annotated[
        str, QueryParameter(min_length=1, max_length=255, description="file name with its ending")
    ],
) -> PriceListDetail:
    """The body is the file itself, CSV or XLSX, at most 4 MB and 5,000 lines. A draft until its columns are confirmed."""
    file_name = PurePath(name.replace("\\", "/")).name
    return await price_lists.take_in(pool, who, file_name, await request.body(), asker=asker_of(request))


@get(
    "/price-lists",
    operation_id="list_price_lists",
    tags=TAGS,
    summary="The organisation's price lists",
    access=Access.VIEWER,
)
async def list_price_lists(pool: Pool, who: Asked) -> PriceLists:
    """The newest first."""
    async with transaction(pool, org_id=who.org) as db:
        return PriceLists(await lists.listed(db, who.org))


@get(
    "/price-lists/{list_id:int}",
    operation_id="read_price_list",
    tags=TAGS,
    summary="A price list, and what of it was not read",
    access=Access.VIEWER,
)
async def read_price_list(pool: Pool, who: Asked, list_id: Number) -> PriceListDetail:
    """A draft with its first lines; one in use with its offers."""
    async with transaction(pool, org_id=who.org) as db:
        return await price_lists.read(db, who.org, list_id, datetime.now(UTC))


@patch(
    "/price-lists/{list_id:int}",
    operation_id="set_price_list_columns",
    tags=TAGS,
    summary="Say what a price list's columns are, and keep it",
    access=Access.ANALYST,
)
async def set_price_list_columns(
    request: Asking, pool: Pool, who: Asked, list_id: Number, data: JSONBody[ColumnsWish]
) -> PriceListDetail:
    """Without `keep` it says what could be read so; with it every line that can be read becomes an offer, in one go."""
    return await price_lists.set_columns(pool, who, list_id, data, datetime.now(UTC), asker=asker_of(request))


@delete(
    "/price-lists/{list_id:int}",
    operation_id="delete_price_list",
    tags=TAGS,
    summary="Delete a price list",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_price_list(request: Asking, pool: Pool, who: Asked, list_id: Number) -> Done:
    """Its offers go with it, and what was said of them."""
    async with transaction(pool, org_id=who.org) as db:
        if not await lists.remove(db, who.org, list_id):
            raise NotFound("there is no price list of this number")
        await note(db, who, asker_of(request), "price_list_deleted", str(list_id))
    return Done()


ROUTES = (
    send_price_list,
    list_price_lists,
    read_price_list,
    set_price_list_columns,
    delete_price_list,
)

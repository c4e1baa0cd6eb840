"""The connection to one's own shop, over HTTP: keys, shops, and how far they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import Response, delete, get, patch, post
from litestar.params import JSONBody, QueryParameter

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import Asked, Asking, Given, Number, Pool
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.shop import own_connect
from ventra.shop.own_answers import OwnKeyChange, OwnKeys, OwnKeyWish, OwnShopChange, OwnShops
from ventra.shop.store import own_progress

TAGS = ["own-shop"]


@get(
    "/own-shop",
    operation_id="read_own_shop",
    tags=TAGS,
    summary="Own shops, and how far they are read",
    access=Access.VIEWER,
)
async def read_own_shop(pool: Pool, who: Asked) -> OwnShops:
    """Keys without the keys themselves, shops, and how far each list is read."""
    async with transaction(pool, org_id=who.org) as db:
        return await own_connect.told(db, who.org)


@get(
    "/own-shop/keys",
    operation_id="list_own_keys",
    tags=TAGS,
    summary="Keys of the Seller API",
    access=Access.MANAGER,
)
async def list_own_keys(pool: Pool, who: Asked) -> OwnKeys:
    """The oldest first. A key itself is never given back, only its last four characters."""
    async with transaction(pool, org_id=who.org) as db:
        return OwnKeys(await own_progress.keys(db, who.org), own_connect.MOST_KEYS)


@post(
    "/own-shop/keys",
    operation_id="add_own_key",
    tags=TAGS,
    summary="Give a key of the Seller API",
    status_code=201,
    access=Access.MANAGER,
)
async def add_own_key(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[OwnKeyWish]
) -> Response[OwnShops]:
    """It is kept encrypted, and the worker tries it at once: `state` says `new` until then. It is used to read alone."""
    now = datetime.now(UTC)
    await own_connect.add(pool, means.vault, who, data, asker=asker_of(request), now=now)
    return await _told(pool, who)


@patch(
    "/own-shop/keys/{own_key_id:int}",
    operation_id="change_own_key",
    tags=TAGS,
    summary="Rename a key, put another in its place, try it again",
    access=Access.MANAGER,
)
async def change_own_key(
    request: Asking, pool: Pool, means: Given, who: Asked, own_key_id: Number, data: JSONBody[OwnKeyChange]
) -> Response[OwnShops]:
    """What is left out stays. Another key goes on reading where the one before left off."""
    now = datetime.now(UTC)
    await own_connect.change(pool, means.vault, who, own_key_id, data, asker=asker_of(request), now=now)
    return await _told(pool, who)


@delete(
    "/own-shop/keys/{own_key_id:int}",
    operation_id="delete_own_key",
    tags=TAGS,
    summary="Forget a key",
    status_code=200,
    access=Access.MANAGER,
)
async def delete_own_key(
    request: Asking,
    pool: Pool,
    who: Asked,
    own_key_id: Number,
    with_data: Annotated[bool, QueryParameter(description="delete what was read by it as well")] = False,
) -> Done:
    """The key is gone at once. What was read by it stays, unless `with_data` says otherwise."""
    await own_connect.remove(pool, who, own_key_id, with_data=with_data, asker=asker_of(request))
    return Done()


@patch(
    "/own-shop/shops/{shop_id:int}",
    operation_id="change_own_shop",
    tags=TAGS,
    summary="Read a shop, or do not",
    access=Access.MANAGER,
)
async def change_own_shop(
    request: Asking, pool: Pool, who: Asked, shop_id: Number, data: JSONBody[OwnShopChange]
) -> Response[OwnShops]:
    """One that is not read keeps what was read of it, and is left out of sums."""
    now = datetime.now(UTC)
    await own_connect.enable(pool, who, shop_id, data.enabled, asker=asker_of(request), now=now)
    return await _told(pool, who)


async def _told(pool: Pool, who: Asked) -> Response[OwnShops]:
    async with transaction(pool, org_id=who.org) as db:
        return Response(await own_connect.told(db, who.org), headers=NO_STORE)


ROUTES = (read_own_shop, list_own_keys, add_own_key, change_own_key, delete_own_key, change_own_shop)

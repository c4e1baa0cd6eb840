"""Links over HTTP: looked at, followed, and followed no more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import delete, get, post
from litestar.params import JSONBody, PathParameter

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Given, Number, Pool
from ventra.collect import following, looking
from ventra.collect.answers import (
    Followed,
    FollowedShops,
    FollowWish,
    Look,
    Unfollowed,
)
from ventra.collect.store import follows
from ventra.core.rights import Access
from ventra.infra.db import transaction


@post(
    "/looks",
    operation_id="look_at_link",
    access=Access.ANALYST,
    tags=["products"],
    summary="Look at a link before tracking it",
    status_code=202,
)
async def look_at_link(
    request: Asking, data: JSONBody[FollowWish], pool: Pool, who: Asked, means: Given
) -> Look:
    """What is known of the product or shop a link leads to. A product never met is looked at for an hour, as if somebody
    tracked it; ask `GET /looks/{product_id}` until its state is another than `waiting`."""
    return await looking.look(pool, means.limits, who, data.link, datetime.now(UTC), asker=asker_of(request))


@get(
    "/looks/{product_id:int}",
    operation_id="read_look",
    access=Access.VIEWER,
    tags=["products"],
    summary="What a look at a product showed",
)
async def read_look(pool: Pool, product_id: Number) -> Look:
    """Whether it was seen yet, and when its first estimate is due; `NotFound` when nobody looked."""
    async with transaction(pool) as db:
        return await looking.product(db, product_id, datetime.now(UTC))


@post(
    "/follow",
    operation_id="follow_link",
    access=Access.ANALYST,
    tags=["products"],
    summary="Follow a link",
    status_code=202,
)
async def follow(request: Asking, data: JSONBody[FollowWish], pool: Pool, who: Asked) -> Followed:
    """Track the product a link leads to, or all goods of the shop; the worker asks the marketplace."""
    async with transaction(pool, org_id=who.org) as db:
        return await following.follow(db, who, data.link, datetime.now(UTC), asker=asker_of(request))


@get(
    "/follow",
    operation_id="list_followed",
    access=Access.VIEWER,
    tags=["products"],
    summary="Shops that are followed",
)
async def list_followed(pool: Pool, who: Asked) -> FollowedShops:
    """Each followed shop, how far it is known, and how many goods it has shown; at most 500, the newest first."""
    async with transaction(pool, org_id=who.org) as db:
        return FollowedShops(await follows.listed(db, who.org))


@delete(
    "/follow/{shop:str}",
    operation_id="unfollow_shop",
    access=Access.ANALYST,
    tags=["products"],
    summary="Stop following a shop",
    status_code=200,
)
async def unfollow(
    request: Asking, pool: Pool, who: Asked, shop: Annotated[str, PathParameter(max_length=100)]
) -> Unfollowed:
    """Look for its new goods no more; those that are tracked stay tracked."""
    async with transaction(pool, org_id=who.org) as db:
        return await following.unfollow(db, who, shop, asker=asker_of(request))


ROUTES = (
    look_at_link,
    read_look,
    follow,
    list_followed,
    unfollow,
)

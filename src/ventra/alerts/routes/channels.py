"""Channels over HTTP: listed, added, set, tried, deleted; what was brought, and once more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from ventra.accounts.answers import Done
from ventra.accounts.routes.handed import Asked, Given, Number, Pool
from ventra.alerts import channels
from ventra.alerts.channel_answers import (
    ChannelChange,
    ChannelMade,
    Channels,
    ChannelWish,
    Deliveries,
    Delivery,
    GroupCode,
)
from ventra.catalog import cursor as cursors
from ventra.core.rights import Access

TAGS = ["alerts"]
A_PAGE = 50
ORDER = "deliveries"
Most = Annotated[int, QueryParameter(ge=1, le=200)]


@get(
    "/alert-channels",
    operation_id="list_channels",
    tags=TAGS,
    summary="Where alerts are brought",
    access=Access.VIEWER,
)
async def list_channels(pool: Pool, who: Asked) -> Channels:
    """One's own and the organisation's; a key sees the organisation's alone."""
    return await channels.listed(pool, who)


@post(
    "/alert-channels",
    operation_id="add_channel",
    tags=TAGS,
    summary="Bring alerts somewhere else too",
    status_code=201,
    access=Access.VIEWER,
)
async def add_channel(pool: Pool, means: Given, who: Asked, data: JSONBody[ChannelWish]) -> ChannelMade:
    """One's own chat or confirmed address; a webhook takes a manager, and its secret is shown this once."""
    return await channels.add(pool, means, who, data)


@post(
    "/alert-channels/group",
    operation_id="offer_group_code",
    tags=TAGS,
    summary="A code that adds a Telegram group",
    status_code=201,
    access=Access.MANAGER,
)
async def offer_group_code(pool: Pool, who: Asked) -> GroupCode:
    """It works once, within a quarter of an hour, for whoever manages the organisation; the one before works no more."""
    return await channels.group_code(pool, who, now=datetime.now(UTC))


@patch(
    "/alert-channels/{channel_id:int}",
    operation_id="change_channel",
    tags=TAGS,
    summary="Say when and how alerts are brought",
    access=Access.VIEWER,
)
async def change_channel(pool: Pool, who: Asked, channel_id: Number, data: JSONBody[ChannelChange]) -> Done:
    """What is left out stays. The organisation's take a manager."""
    await channels.change(pool, who, channel_id, data, now=datetime.now(UTC))
    return Done()


@delete(
    "/alert-channels/{channel_id:int}",
    operation_id="delete_channel",
    tags=TAGS,
    summary="Bring nothing there any more",
    status_code=200,
    access=Access.VIEWER,
)
async def delete_channel(pool: Pool, who: Asked, channel_id: Number) -> Done:
    """What waits for it goes with it. The organisation's take a manager."""
    await channels.delete(pool, who, channel_id)
    return Done()


@post(
    "/alert-channels/{channel_id:int}/test",
    operation_id="test_channel",
    tags=TAGS,
    summary="Send a test",
    status_code=201,
    access=Access.VIEWER,
)
async def test_channel(pool: Pool, who: Asked, channel_id: Number) -> Delivery:
    """It waits for whoever brings it; at most ten an hour."""
    return await channels.send_test(pool, who, channel_id, now=datetime.now(UTC))


@get(
    "/alert-channels/{channel_id:int}/deliveries",
    operation_id="list_deliveries",
    tags=TAGS,
    summary="What was brought to a channel",
    access=Access.VIEWER,
)
async def list_deliveries(
    pool: Pool, who: Asked, channel_id: Number, cursor: FromQuery[str | None] = None, limit: Most = A_PAGE
) -> Deliveries:
    """Newest first."""
    below = None if cursor is None else cursors.read(cursor, sort=ORDER, kind=int)[1]
    found = await channels.deliveries(pool, who, channel_id, below=below, most=limit + 1)
    more = cursors.write(ORDER, None, found[limit - 1].delivery_id) if len(found) > limit else None
    return Deliveries(found[:limit], more)


@post(
    "/alert-deliveries/{delivery_id:int}/again",
    operation_id="deliver_again",
    tags=TAGS,
    summary="Bring something once more",
    status_code=201,
    access=Access.VIEWER,
)
async def deliver_again(pool: Pool, who: Asked, delivery_id: Number) -> Delivery:
    """Also what was sent, failed or ended; 409 for what waits still."""
    return await channels.again(pool, who, delivery_id, now=datetime.now(UTC))


CHANNEL_ROUTES = (
    list_channels,
    add_channel,
    offer_group_code,
    change_channel,
    delete_channel,
    test_channel,
    list_deliveries,
    deliver_again,
)

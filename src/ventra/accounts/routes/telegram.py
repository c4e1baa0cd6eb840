"""Telegram over HTTP: what of it there is here, signing in with it, and which account a chat of the bot belongs to."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import Response, get, post, put
from litestar.params import JSONBody

from ventra.accounts import by_chat, by_telegram, one_time_codes
from ventra.accounts.answers import (
    ChatLinkOffered,
    Done,
    Proof,
    SessionStarted,
    TelegramLinked,
    TelegramShown,
    WaysIn,
)
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE, started
from ventra.accounts.routes.handed import Asked, Asking, Given, Pool
from ventra.core.rights import Access


@get(
    "/session/ways",
    operation_id="read_ways_in",
    tags=["session"],
    summary="How one can sign in here",
    access=Access.OPEN,
)
async def read_ways_in(pool: Pool, means: Given) -> WaysIn:
    """Besides password and passkey; and which way letters with links go."""
    return await by_chat.ways_in(pool, means)


@post(
    "/session/telegram",
    operation_id="sign_in_by_telegram",
    tags=["session"],
    summary="Sign in with Telegram",
    status_code=200,
    access=Access.OPEN,
)
async def sign_in_by_telegram(
    request: Asking, pool: Pool, means: Given, data: JSONBody[TelegramShown]
) -> Response[SessionStarted]:
    """By what Telegram signed within the last five minutes; who comes the first time gets an account."""
    tokens = await by_telegram.sign_in(
        pool,
        means,
        widget=data.widget,
        init_data=data.init_data,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return started(tokens, means, data.keep)


@put(
    "/account/telegram",
    operation_id="link_telegram",
    tags=["account"],
    summary="Link Telegram",
    access=Access.PERSON,
)
async def link_telegram(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[TelegramLinked]
) -> Done:
    """Sign in with this Telegram from now on. Takes password and code. 409 when another account does."""
    await by_telegram.link(
        pool,
        means,
        who,
        widget=data.widget,
        init_data=data.init_data,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Done()


@post(
    "/account/telegram/offer",
    operation_id="offer_telegram_link",
    tags=["account"],
    summary="Begin to link a chat with the bot",
    status_code=200,
    access=Access.PERSON,
)
async def offer_telegram_link(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[Proof]
) -> Response[ChatLinkOffered]:
    """A link that opens the bot, good once, for a quarter of an hour; its chat is linked when its person agrees there."""
    link = await by_chat.offer(
        pool,
        means,
        who,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    body = ChatLinkOffered(link.address, one_time_codes.qr_svg(link.address), link.expires_at)
    return Response(body, headers=NO_STORE)


@post(
    "/account/telegram/off",
    operation_id="unlink_telegram",
    tags=["account"],
    summary="Unlink Telegram",
    status_code=200,
    access=Access.PERSON,
)
async def unlink_telegram(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[Proof]
) -> Done:
    """409 when it is the only way to sign in."""
    await by_telegram.unlink(
        pool,
        means,
        who,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Done()


ROUTES = (read_ways_in, sign_in_by_telegram, link_telegram, offer_telegram_link, unlink_telegram)

"""Signs in with what Telegram says somebody is, and links and unlinks it. Who comes the first time gets an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ventra.accounts import begin, by_chat, join, prove, telegram_data
from ventra.accounts.begin import Tokens
from ventra.accounts.means import SIGN_INS, Means
from ventra.accounts.store import audit, users
from ventra.accounts.telegram_data import TelegramPerson
from ventra.accounts.who import Asker, Who
from ventra.core.texts import language_of
from ventra.errors import BadInput, Conflict, NotAllowed, NotFound
from ventra.infra.db import transaction
from ventra.infra.limits import network_of
from ventra.infra.roles import GATE_ROLE


async def sign_in(
    pool: Any,
    means: Means,
    *,
    widget: Mapping[str, str] | None,
    init_data: str | None,
    code: str | None,
    asker: Asker,
    now: datetime,
) -> Tokens:
    """Sign in whom Telegram vouches for; `CodeNeeded` when their account asks for a code."""
    await means.limits.take([(SIGN_INS, network_of(asker.address))])
    person = vouched(means, widget, init_data, now)
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_telegram(db, person.telegram_id)
    if account is None:
        async with transaction(pool, role=GATE_ROLE) as db:
            user_id = await users.add(
                db,
                email=None,
                password_hash=None,
                name=person.name[:80],
                language=language_of(person.language_code) if person.language_code else None,
                telegram_id=person.telegram_id,
                telegram_name=person.username,
            )
            await join.settle(db, user_id, person.name[:80], asker)
            return await begin.session(db, means, user_id, "telegram", asker, now)
    if account.suspended:
        raise NotAllowed("this account is suspended: ask the operator", needs="account")
    await prove.second_factor(pool, means, account, code, now)
    async with transaction(pool, role=GATE_ROLE) as db:
        return await begin.session(db, means, account.user_id, "telegram", asker, now)


async def link(
    pool: Any,
    means: Means,
    who: Who,
    *,
    widget: Mapping[str, str] | None,
    init_data: str | None,
    password: str | None,
    code: str | None,
    asker: Asker,
    now: datetime,
) -> None:
    """Let a person sign in with this Telegram from now on. `Conflict` when another account does."""
    person = vouched(means, widget, init_data, now)
    await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    async with transaction(pool, role=GATE_ROLE) as db:
        if not await users.set_telegram(db, who.person, person.telegram_id, person.username):
            raise Conflict(by_chat.TAKEN)
        await audit.note(db, asker, "telegram_linked", user_id=who.person)


async def unlink(
    pool: Any, means: Means, who: Who, *, password: str | None, code: str | None, asker: Asker, now: datetime
) -> None:
    """Let a person sign in with Telegram no more. `Conflict` when it is their only way."""
    account = await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    if account.telegram_id is None:
        raise NotFound("no Telegram is linked")
    async with transaction(pool, role=GATE_ROLE) as db:
        await by_chat.drop(db, who.person, asker)


def vouched(
    means: Means, widget: Mapping[str, str] | None, init_data: str | None, now: datetime
) -> TelegramPerson:
    """Whom signed data names. `BadInput` unless exactly one kind was sent; `NotFound` where this installation has no bot."""
    if means.bot_token is None:
        raise NotFound("signing in with Telegram is not set up here")
    if (widget is None) == (init_data is None):
        raise BadInput("send either widget or init_data", field="widget")
    try:
        if widget is not None:
            return telegram_data.from_widget(widget, bot_token=means.bot_token, now=now)
        return telegram_data.from_mini_app(init_data or "", bot_token=means.bot_token, now=now)
    except BadInput as refused:
        raise BadInput(refused.detail, field="init_data" if widget is None else "widget") from refused

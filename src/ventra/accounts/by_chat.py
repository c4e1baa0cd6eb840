"""Links a chat of the bot to an account: the page shows a link that works once, the chat asks back, its person agrees.

A private chat has the number of its person, so what is kept is `users.telegram_id`, the same as after signing in with Telegram.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from ventra.accounts import join, links, prove
from ventra.accounts.answers import TelegramBot, WaysIn
from ventra.accounts.means import CHATS, Means
from ventra.accounts.store import audit, passkeys, sessions, users
from ventra.accounts.store import links as kept
from ventra.accounts.store.users import Account
from ventra.accounts.who import Asker, Who
from ventra.core.email_address import masked
from ventra.errors import Conflict, LinkSpent, NotFound
from ventra.infra import store
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE

CHAT = Asker("telegram", "", "")
TAKEN = "this Telegram belongs to another account"
SPENT = (
    "this link was used, is older than a quarter of an hour, or was never ours: ask the page for a new one"
)


class ChatLink(msgspec.Struct, frozen=True):
    """Where a chat is linked: opened on the phone or by its code, once, until it expires."""

    address: str
    expires_at: datetime


class Known(msgspec.Struct, frozen=True):
    """Whose account it is, told so that only its person knows it, and whether they are shut out."""

    user_id: int
    called: str
    suspended: bool


async def offer(
    pool: Any, means: Means, who: Who, *, password: str | None, code: str | None, asker: Asker, now: datetime
) -> ChatLink:
    """A link that opens the bot and links the chat of whoever opens it. `NotFound` where no bot has ever answered, `Conflict`
    when a Telegram is linked already.
    """
    account = await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    await means.limits.take([(CHATS, str(who.person))])
    if account.telegram_id is not None:
        raise Conflict("a Telegram is linked already: unlink it first")
    secret = links.new_secret()
    async with transaction(pool, role=GATE_ROLE) as db:
        bot = await store.get_installation(db, store.BOT_USERNAME)
        if means.bot_token is None or not bot:
            raise NotFound("signing in with Telegram is not set up here")
        await kept.add(db, links.digest(secret), kept.TELEGRAM, who.person, email=account.email, now=now)
        await audit.note(db, asker, "telegram_link_asked", user_id=who.person)
    return ChatLink(f"https://t.me/{bot}?start={secret}", now + kept.LIFE)


async def ways_in(pool: Any, means: Means) -> WaysIn:
    """Which Telegram people sign in with here, and how letters reach them."""
    async with transaction(pool, role=GATE_ROLE) as db:
        mail = await store.get_installation(db, store.MAIL)
        username = await store.get_installation(db, store.BOT_USERNAME)
    if means.bot_token is None:
        return WaysIn(None, "mail" if mail == store.ON else "none")
    bot = TelegramBot(int(means.bot_token.partition(":")[0]), username)
    return WaysIn(bot, "mail" if mail == store.ON else "telegram" if username else "none")


async def known(pool: Any, chat_id: int) -> Known | None:
    """The account that a chat is linked to."""
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_telegram(db, chat_id)
    return None if account is None else _known(account)


async def who_of(pool: Any, chat_id: int) -> Who | None:
    """Who asks in a private chat that is linked, and for which organisation; `None` when nobody known does."""
    async with transaction(pool, role=GATE_ROLE) as db:
        return await sessions.who_in_chat(db, chat_id)


async def sign_up(
    pool: Any, chat_id: int, *, name: str, username: str | None, language: str, asker: Asker = CHAT
) -> Known:
    """A new account for the person of this chat, who signs in with this Telegram; theirs, where they have one already."""
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_telegram(db, chat_id)
        if account is not None:
            return _known(account)
        called = " ".join(name.split())[: join.LONGEST_NAME]
        user_id = await users.add(
            db,
            email=None,
            password_hash=None,
            name=called,
            language=language,
            telegram_id=chat_id,
            telegram_name=username,
        )
        await join.settle(db, user_id, called or f"Telegram {chat_id}", asker)
        await audit.note(db, asker, "telegram_linked", user_id=user_id)
    return Known(user_id, called, False)


async def look(pool: Any, secret: str, chat_id: int, *, now: datetime) -> Known:
    """Whose account a link would link this chat to. `LinkSpent` or `Conflict` when it would not."""
    async with transaction(pool, role=GATE_ROLE) as db:
        user_id = await kept.owner(db, links.digest(secret), kept.TELEGRAM, now)
        return _known(await _fit(db, user_id, chat_id))


async def accept(
    pool: Any, secret: str, chat_id: int, username: str | None, *, asker: Asker = CHAT, now: datetime
) -> Known:
    """Link this chat: its person signs in with this Telegram from now on, and letters may come here. `LinkSpent`, or `Conflict`
    when another account has it.
    """
    async with transaction(pool, role=GATE_ROLE) as db:
        spent = await kept.spend(db, links.digest(secret), kept.TELEGRAM, now)
        account = await _fit(db, None if spent is None else spent.user_id, chat_id)
        if not await users.set_telegram(db, account.user_id, chat_id, username):
            raise Conflict(TAKEN)
        await audit.note(db, asker, "telegram_linked", user_id=account.user_id)
    return _known(account)


async def decline(pool: Any, secret: str, *, now: datetime) -> None:
    """Use a link up for nothing."""
    async with transaction(pool, role=GATE_ROLE) as db:
        await kept.spend(db, links.digest(secret), kept.TELEGRAM, now)


async def unlink(pool: Any, chat_id: int, *, asker: Asker = CHAT) -> None:
    """Unlink a chat, as its person asks in it. `NotFound` when it is not linked, `Conflict` when it is their only way in."""
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_telegram(db, chat_id)
        if account is None:
            raise NotFound("no account is linked to this chat")
        await drop(db, account.user_id, asker)


async def drop(db: Any, user_id: int, asker: Asker) -> None:
    """Let a person sign in with Telegram no more. `Conflict` when it is their only way."""
    if await passkeys.ways_in(db, user_id) == 1:
        raise Conflict("this is your only way to sign in: set a password or add a passkey first")
    await users.set_telegram(db, user_id, None, None)
    await audit.note(db, asker, "telegram_unlinked", user_id=user_id)


async def _fit(db: Any, user_id: int | None, chat_id: int) -> Account:
    """The person whose link it is, who can take this chat."""
    account = None if user_id is None else await users.by_id(db, user_id)
    if account is None or account.suspended or account.telegram_id is not None:
        raise LinkSpent(SPENT, field="secret")
    if await users.by_telegram(db, chat_id) is not None:
        raise Conflict(TAKEN)
    return account


def _known(account: Account) -> Known:
    called = masked(account.email) if account.email else account.name
    return Known(account.user_id, called, account.suspended)

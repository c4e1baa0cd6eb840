"""Sends the letters that people asked for: a row is claimed, its link made, sent, and marked as sent."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from ventra.accounts import links
from ventra.accounts.letter_texts import LETTER_TEXTS
from ventra.accounts.store import letters
from ventra.accounts.store import links as kept
from ventra.accounts.store.letters import Waiting
from ventra.core.texts import UZ, say
from ventra.errors import NotFound, SettingWrong, Unavailable
from ventra.infra import store
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.infra.mail import Letter, Mail

PAGES = {
    kept.VERIFY: "verify",
    kept.RESET: "reset",
    kept.EMAIL_OLD: "confirm-email",
    kept.EMAIL_NEW: "confirm-email",
}
TO_CHATS = (kept.RESET, kept.EMAIL_OLD, kept.EMAIL_NEW)
"""What a chat can stand in for an address for. It cannot show that the address reaches its person."""
MOST_AT_ONCE = 20
MOST_TRIES = 5
MAIL, TELEGRAM = "mail", "telegram"
_log = logger(__name__)

Carry = Callable[[Waiting, str, str, str], Awaitable[None]]
"""Takes a letter, its subject, its text and its language to its person."""


async def send_waiting(pool: Any, mail: Mail, *, now: datetime) -> int:
    """Send what waits by mail, at most `MOST_AT_ONCE`; how many went. `Unavailable` when the mail server does not answer.

    The secret of a link is made here and kept nowhere: a letter that is tried again carries another. Until the api has told the
    page's address, they wait.
    """

    async def carry(one: Waiting, subject: str, text: str, language: str) -> None:
        await mail.send(Letter(to=one.email, subject=subject, text=text, language=language))

    return await _send(pool, carry, MAIL, now=now)


async def send_to_chats(pool: Any, send: Callable[[int, str], Awaitable[object]], *, now: datetime) -> int:
    """Send what waits to the chats of its people, where no mail is sent; how many went.

    `send` takes a chat and a text in Telegram's HTML, and raises `NotFound` when the chat is closed to us. `Unavailable` when
    Telegram does not answer.
    """
    async with transaction(pool) as db:
        if await store.get_installation(db, store.MAIL) == store.ON:
            return 0

    async def carry(one: Waiting, subject: str, text: str, language: str) -> None:
        if one.chat_id is None:
            raise NotFound("its person has no chat any more")
        await send(one.chat_id, f"<b>{html.escape(subject)}</b>\n\n{html.escape(text)}")

    return await _send(pool, carry, TELEGRAM, now=now)


async def _send(pool: Any, carry: Carry, by: str, *, now: datetime) -> int:
    to_chats = by == TELEGRAM
    kinds = TO_CHATS if to_chats else sorted(PAGES)
    async with transaction(pool) as db:
        web_url = await store.get_installation(db, store.WEB_URL)
        if web_url is None:
            return 0
        waiting = await letters.claim(
            db, kinds, now=now, most=MOST_AT_ONCE, most_tries=MOST_TRIES, to_chats=to_chats
        )
    sent = 0
    for one in waiting:
        try:
            await carry(one, *await _written(pool, one, web_url, now, by_chat=to_chats))
        except NotFound as refused:
            await _note(pool, one, now, by=by, error=str(refused), final=True)
        except (SettingWrong, Unavailable) as away:
            await _note(pool, one, now, by=by, error=str(away), final=False)
            raise
        else:
            sent += 1
            await _note(pool, one, now, by=by, error=None, final=True)
    if sent:
        _log.info("letters sent", letters=sent, by=by)
    return sent


async def _written(
    pool: Any, one: Waiting, web_url: str, now: datetime, *, by_chat: bool
) -> tuple[str, str, str]:
    """Subject, text and language of a letter, with a link made for it."""
    secret, language = links.new_secret(), one.language or UZ
    async with transaction(pool) as db:
        await kept.add(
            db,
            links.digest(secret),
            one.kind,
            one.user_id,
            email=one.about or one.email,
            now=now,
            by_chat=by_chat,
        )
    # Behind the # it stays out of every log and every Referer.
    link = f"{web_url}/{PAGES[one.kind]}#{secret}"
    return (
        say(LETTER_TEXTS, f"letter.{one.kind}.subject", language),
        say(LETTER_TEXTS, f"letter.{one.kind}.body", language, link=link, about=one.about or ""),
        language,
    )


async def _note(pool: Any, one: Waiting, now: datetime, *, by: str, error: str | None, final: bool) -> None:
    async with transaction(pool) as db:
        await letters.note(db, one.letter_id, now, by=by, error=error, final=final)

"""Sends the letters that people asked for: a row is claimed, its link made, sent, and marked as sent."""

from __future__ import annotations

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
MOST_AT_ONCE = 20
MOST_TRIES = 5
_log = logger(__name__)


async def send_waiting(pool: Any, mail: Mail, *, now: datetime) -> int:
    """Send what waits, at most `MOST_AT_ONCE`; how many went. `Unavailable` when the mail server does not answer.

    The secret of a link is made here and kept nowhere: a letter that is tried again carries another. Until the api has told the
    page's address, they wait.
    """
    async with transaction(pool) as db:
        web_url = await store.get_installation(db, store.WEB_URL)
        if web_url is None:
            return 0
        waiting = await letters.claim(db, sorted(PAGES), now=now, most=MOST_AT_ONCE, most_tries=MOST_TRIES)
    sent = 0
    for one in waiting:
        try:
            await mail.send(await _written(pool, one, web_url, now))
        except NotFound as refused:
            await _note(pool, one, now, error=str(refused), final=True)
        except (SettingWrong, Unavailable) as away:
            await _note(pool, one, now, error=str(away), final=False)
            raise
        else:
            sent += 1
            await _note(pool, one, now, error=None, final=True)
    if sent:
        _log.info("letters sent", letters=sent)
    return sent


async def _written(pool: Any, one: Waiting, web_url: str, now: datetime) -> Letter:
    secret, language = links.new_secret(), one.language or UZ
    async with transaction(pool) as db:
        await kept.add(db, links.digest(secret), one.kind, one.user_id, email=one.about or one.email, now=now)
    # Behind the # it stays out of every log and every Referer.
    link = f"{web_url}/{PAGES[one.kind]}#{secret}"
    return Letter(
        to=one.email,
        subject=say(LETTER_TEXTS, f"letter.{one.kind}.subject", language),
        text=say(LETTER_TEXTS, f"letter.{one.kind}.body", language, link=link, about=one.about or ""),
        language=language,
    )


async def _note(pool: Any, one: Waiting, now: datetime, *, error: str | None, final: bool) -> None:
    async with transaction(pool) as db:
        await letters.note(db, one.letter_id, now, by="mail", error=error, final=final)

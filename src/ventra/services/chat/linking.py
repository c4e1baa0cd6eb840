"""Links a chat to an account by a link of the page, and unlinks it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from ventra.accounts import by_chat
from ventra.accounts.by_chat import Known
from ventra.alerts.channels import GROUP_BEGINS
from ventra.core.talk import Button, Message, Press, Reply
from ventra.core.texts import say
from ventra.errors import Conflict, LinkSpent, NotFound
from ventra.services.chat.asked import behind_command, command_in, plain
from ventra.services.chat.greet import UNLINK, asked, linked_to
from ventra.services.chat.limits import Pace
from ventra.services.chat.texts import BOT_TEXTS

LINK, NO_LINK, UNLINK_YES, UNLINK_NO = "link:", "no-link:", "unlink:yes", "unlink:no"
TRIES, TRIES_IN = 10, timedelta(minutes=10)
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_GROUP = re.compile(rf"{GROUP_BEGINS}[A-Za-z0-9_-]{{43}}")


class Linking:
    """Takes links of the page, and buttons about the account."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._tried = Pace(TRIES, TRIES_IN)

    async def about_account(self, said: Message | Press, known: Known | None, language: str) -> Reply | None:
        """A link of the page or a button about the account; `None`: it is about something else."""
        if isinstance(said, Message):
            secret = secret_in(said.text or "")
            return None if secret is None else await self._asked_to_link(said, secret, known, language)
        if said.data.startswith(LINK):
            return await self._link(said, said.data.removeprefix(LINK), known, language)
        if said.data.startswith(NO_LINK):
            await by_chat.decline(self._pool, said.data.removeprefix(NO_LINK), now=_now())
            return plain("bot.link_declined", language)
        if said.data in (UNLINK, UNLINK_YES, UNLINK_NO):
            return await self._unlink(said, known, language)
        return None

    async def _asked_to_link(self, said: Message, secret: str, known: Known | None, language: str) -> Reply:
        if self._tried.wait(said.chat_id, _now()):
            return plain("bot.too_often", language)
        try:
            owner = await by_chat.look(self._pool, secret, said.chat_id, now=_now())
        except LinkSpent:
            return plain("bot.link_spent", language) if known is None else linked_to(known.called, language)
        except Conflict:
            return plain("bot.link_taken", language)
        return asked(
            "bot.link_asked",
            owner.called,
            language,
            Button(say(BOT_TEXTS, "bot.link_yes", language), LINK + secret),
            Button(say(BOT_TEXTS, "bot.no", language), NO_LINK + secret),
        )

    async def _link(self, said: Press, secret: str, known: Known | None, language: str) -> Reply:
        if known is not None:  # pressed twice, or handled a second time
            return linked_to(known.called, language)
        try:
            owner = await by_chat.accept(self._pool, secret, said.chat_id, said.username, now=_now())
        except LinkSpent:
            return plain("bot.link_spent", language)
        except Conflict:
            return plain("bot.link_taken", language)
        return plain("bot.link_done", language, owner.called)

    async def _unlink(self, said: Press, known: Known | None, language: str) -> Reply:
        if known is None:
            return plain("bot.unlinked", language)
        if said.data == UNLINK_NO:
            return linked_to(known.called, language)
        if said.data == UNLINK:
            return asked(
                "bot.unlink_asked",
                known.called,
                language,
                Button(say(BOT_TEXTS, "bot.unlink_yes", language), UNLINK_YES),
                Button(say(BOT_TEXTS, "bot.no", language), UNLINK_NO),
            )
        try:
            await by_chat.unlink(self._pool, said.chat_id)
        except NotFound:
            return plain("bot.unlinked", language)
        except Conflict:
            return plain("bot.only_way", language)
        return plain("bot.unlinked", language)


def secret_in(text: str) -> str | None:
    """What stands behind `/start`, where it has the shape of a link's secret."""
    behind = behind_command(text) if command_in(text) == "start" else ""
    return behind if _SECRET.fullmatch(behind) else None


def group_code_in(text: str) -> str | None:
    """What stands behind `/start`, where it has the shape of a code that adds a group."""
    behind = behind_command(text) if command_in(text) == "start" else ""
    return behind if _GROUP.fullmatch(behind) else None


def _now() -> datetime:
    return datetime.now(UTC)

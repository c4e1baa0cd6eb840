"""What becomes of an update: who is in the chat is looked up, a link of the page is taken, everything else is answered."""

from __future__ import annotations

import re
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any

from ventra.accounts import by_chat
from ventra.accounts.by_chat import Known
from ventra.core.talk import Button, Message, Press
from ventra.core.texts import language_of, say
from ventra.errors import Conflict, LinkSpent, NotFound
from ventra.infra import store
from ventra.infra.db import transaction
from ventra.services.bot_answers import UNLINK, Reply, answer, asked, command_in, linked_to, plain
from ventra.services.bot_texts import BOT_TEXTS

LINK, NO_LINK, UNLINK_YES, UNLINK_NO = "link:", "no-link:", "unlink:yes", "unlink:no"
TRIES, TRIES_IN = 10, timedelta(minutes=10)
MOST_CHATS = 10_000
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class Talk:
    """Answers chats. One process polls for a bot, so what a chat has tried is kept here."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._tried: dict[int, deque[datetime]] = {}

    async def reply(self, said: Message | Press) -> Reply | None:
        """What to say back; what it takes is done."""
        async with transaction(self._pool) as db:
            language = await store.language_of_chat(db, said.chat_id, language_of(said.language_code))
            web_url = await store.get_installation(db, store.WEB_URL)
        known = await by_chat.known(self._pool, said.chat_id)
        if known is not None and known.suspended:
            return plain("bot.suspended", language)
        reply = await self._about_account(said, known, language)
        if reply is None:
            reply = answer(said, language, web_url, None if known is None else known.called)
        if reply is not None and reply.chosen is not None:
            async with transaction(self._pool) as db:
                await store.choose_language(db, said.chat_id, reply.chosen)
        return reply

    async def _about_account(self, said: Message | Press, known: Known | None, language: str) -> Reply | None:
        """A link of the page or a button about the account; `None`: it is about something else."""
        if isinstance(said, Message):
            secret = _secret_in(said.text or "")
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
        if self._too_often(said.chat_id):
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

    def _too_often(self, chat_id: int) -> bool:
        """Whether a chat has tried too many links of late; this one counts."""
        now = _now()
        if len(self._tried) >= MOST_CHATS:
            self._tried = {chat: at for chat, at in self._tried.items() if now - at[-1] < TRIES_IN}
        tried = self._tried.setdefault(chat_id, deque(maxlen=TRIES))
        full = len(tried) == TRIES and now - tried[0] < TRIES_IN
        if not full:
            tried.append(now)
        return full


def _secret_in(text: str) -> str | None:
    """What stands behind `/start`, where it has the shape of a link's secret."""
    behind = (
        text.split(maxsplit=1)[1].strip() if command_in(text) == "start" and len(text.split()) > 1 else ""
    )
    return behind if _SECRET.fullmatch(behind) else None


def _now() -> datetime:
    return datetime.now(UTC)

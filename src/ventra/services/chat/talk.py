"""What becomes of an update: who is in the chat is looked up, and what they want is done or answered."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ventra.accounts import by_chat
from ventra.accounts.who import Who
from ventra.alerts.store import chats
from ventra.core.error_texts import ERROR_TEXTS
from ventra.core.talk import Found, Inline, Membership, Message, Press, Reply
from ventra.core.texts import language_of, say
from ventra.errors import VentraError
from ventra.infra import store
from ventra.infra.db import transaction
from ventra.services.chat import groups, inline, settings
from ventra.services.chat.asked import Asked, behind_command, command_in, plain
from ventra.services.chat.commands import Commands
from ventra.services.chat.joining import Joining
from ventra.services.chat.limits import Pace
from ventra.services.chat.linking import Linking, group_code_in
from ventra.services.chat.texts import BOT_TEXTS

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

A_MINUTE = timedelta(minutes=1)
MOST_SAID, MOST_IN_GROUPS, MOST_SEARCHED = 40, 10, 60
_PRODUCT = re.compile(rf"{inline.PRODUCT}([0-9]{{1,16}})")


class Talk:
    """Answers chats. `pool` is the bot's own; `walled` acts as an organisation's and sees no other's rows."""

    def __init__(
        self,
        pool: Any,
        walled: Any,
        telegram: Telegram,
        *,
        simulated: bool = False,
    ) -> None:
        self._pool, self._walled, self._telegram = pool, walled, telegram
        self._simulated = simulated
        self._linking, self._joining = Linking(pool), Joining(pool)
        self._commands = Commands(telegram, self._joining)
        self._said, self._in_group = Pace(MOST_SAID, A_MINUTE), Pace(MOST_IN_GROUPS, A_MINUTE)
        self._searched = Pace(MOST_SEARCHED, A_MINUTE)
        self._told: dict[int, datetime] = {}

    async def reply(self, said: Message | Press) -> Reply | None:
        """What to say back; what it takes is done. `None`: nothing."""
        now = datetime.now(UTC)
        if not said.private:
            return await self._in_a_group(said, now) if isinstance(said, Message) else None
        language, web_url, bot = await self._kept(said)
        wait = self._said.wait(said.chat_id, now)
        if wait:
            return self._slower(said, wait, language, now)
        known = await by_chat.known(self._pool, said.chat_id)
        if known is not None and known.suspended:
            return plain("bot.suspended", language)
        reply = await self._linking.about_account(said, known, language)
        if reply is not None:
            await self._linked_or_not(said, language, web_url, bot, now, was=known is not None)
            return reply
        who = None if known is None else await by_chat.who_of(self._pool, said.chat_id)
        asked = self._asked(said.chat_id, language, web_url, bot, who, now)
        called = None if known is None else known.called
        reply = await self._answered(asked, said, called)
        if reply is not None and reply.chosen is not None:
            async with transaction(self._pool) as db:
                await store.choose_language(db, said.chat_id, reply.chosen)
                await chats.speak(db, said.chat_id, reply.chosen)
        return reply

    async def found(self, said: Inline) -> list[Found]:
        """What an inline search finds; nothing for who asks too often."""
        now = datetime.now(UTC)
        if self._searched.wait(said.user_id, now):
            return []
        async with transaction(self._pool) as db:
            web_url = await store.get_installation(db, store.WEB_URL)
            bot = await store.get_installation(db, store.BOT_USERNAME)
        language = language_of(said.language_code)
        asked = self._asked(said.user_id, language, web_url, bot or "", None, now)
        return await inline.search(asked, said.text)

    async def moved(self, said: Membership) -> None:
        """The bot was let into a chat or out of it."""
        await groups.moved(self._pool, said)

    async def stop(self) -> None:
        """Let go of what is still on its way."""
        await self._commands.pictures.stop()

    async def _kept(self, said: Message | Press) -> tuple[str, str | None, str]:
        async with transaction(self._pool) as db:
            language = await store.language_of_chat(db, said.chat_id, language_of(said.language_code))
            web_url = await store.get_installation(db, store.WEB_URL)
            return language, web_url, await store.get_installation(db, store.BOT_USERNAME) or ""

    def _asked(
        self,
        chat_id: int,
        language: str,
        web_url: str | None,
        bot: str,
        who: Who | None,
        now: datetime,
        *,
        private: bool = True,
    ) -> Asked:
        known = language_of(language)
        return Asked(self._walled, chat_id, known, web_url, bot, who, now, self._simulated, private)

    async def _answered(self, asked: Asked, said: Message | Press, called: str | None) -> Reply | None:
        try:
            if isinstance(said, Press):
                return await self._commands.pressed(asked, said)
            if said.contact is not None:
                return await self._joining.contact(asked, said)
            product = _PRODUCT.fullmatch(behind_command(said.text or ""))
            if product is not None and command_in(said.text or "") == "start":
                return await self._commands.card(asked, int(product[1]))
            return await self._commands.said(asked, said, called)
        except VentraError as failure:
            if failure.retry:
                raise
            words = say(ERROR_TEXTS, failure.key, asked.language, **failure.facts)
            if isinstance(said, Press):
                return Reply("", notice=words)
            return Reply(words)

    async def _in_a_group(self, said: Message, now: datetime) -> Reply | None:
        """A public command that is addressed to us, or a code that adds the group; anything else is none of our business."""
        text, secret = said.text or "", group_code_in(said.text or "")
        if not text.startswith("/"):
            return None
        async with transaction(self._pool) as db:
            web_url = await store.get_installation(db, store.WEB_URL)
        bot = await self._telegram.name()
        addressed = text.split(maxsplit=1)[0].lower().endswith(f"@{bot.lower()}")
        joins = secret is not None and bool(command_in(text, bot))
        if not joins and (not addressed or command_in(text, bot) not in groups.PUBLIC):
            return None
        language = language_of(said.language_code)
        wait = self._in_group.wait(said.chat_id, now)
        if wait:
            return self._slower(said, wait, language, now)
        asked = self._asked(said.chat_id, language, web_url, bot, None, now, private=False)
        if joins and secret is not None:
            return await groups.added(self._pool, asked, self._telegram, said, secret)
        return await self._answered(asked, said, None)

    def _slower(self, said: Message | Press, wait: int, language: str, now: datetime) -> Reply | None:
        """Say once a minute that it is too often; then be silent."""
        words = say(BOT_TEXTS, "bot.slower", language, n=wait)
        if isinstance(said, Press):
            return Reply("", notice=words)
        if said.chat_id in self._told and now - self._told[said.chat_id] < A_MINUTE:
            return None
        self._told = {chat: at for chat, at in self._told.items() if now - at < A_MINUTE} | {
            said.chat_id: now
        }
        return Reply(words)

    async def _linked_or_not(
        self, said: Message | Press, language: str, web_url: str | None, bot: str, now: datetime, *, was: bool
    ) -> None:
        """Alerts come to a chat that has just been linked, and no more to one that has just been unlinked."""
        if not isinstance(said, Press):
            return
        who = await by_chat.who_of(self._pool, said.chat_id)
        if was and who is None:
            async with transaction(self._pool) as db:
                await chats.end(db, said.chat_id, chats.UNLINKED)
        elif not was and who is not None and who.org_id is not None:
            await settings.opened(self._asked(said.chat_id, language, web_url, bot, who, now), who)

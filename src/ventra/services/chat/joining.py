"""Signing up in the chat, by sending one's own contact: only who wishes, and the phone's number is not kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ventra.accounts import by_chat
from ventra.core.talk import Button, Message, Reply
from ventra.core.texts import say
from ventra.services.chat.asked import Asked, plain
from ventra.services.chat.limits import MOST_CHATS
from ventra.services.chat.texts import BOT_TEXTS

WISH = "join:ask"
LIFE = timedelta(minutes=15)


class Joining:
    """Who wishes to sign up, and has been asked for their contact. After a restart one wishes again."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._asked: dict[int, datetime] = {}

    def wished(self, asked: Asked) -> Reply:
        """Ask for the contact."""
        if len(self._asked) >= MOST_CHATS:
            self._asked = {chat: at for chat, at in self._asked.items() if asked.now - at < LIFE}
        self._asked[asked.chat_id] = asked.now
        key = say(BOT_TEXTS, "bot.join_key", asked.language)
        return Reply(say(BOT_TEXTS, "bot.join_asked", asked.language), fresh=True, asks_contact=key)

    async def contact(self, asked: Asked, said: Message) -> Reply:
        """Take a contact: one's own, from who wished to sign up."""
        if asked.who is not None:
            return Reply(say(BOT_TEXTS, "bot.join_known", asked.language), clears_keys=True)
        begun = self._asked.get(asked.chat_id)
        if begun is None or asked.now - begun > LIFE:
            wish = Button(say(BOT_TEXTS, "bot.join", asked.language), WISH)
            return Reply(say(BOT_TEXTS, "bot.join_first", asked.language), (wish,))
        if said.contact is None or said.contact.user_id != said.user_id or said.user_id != said.chat_id:
            return plain("bot.join_other", asked.language)
        del self._asked[asked.chat_id]
        known = await by_chat.sign_up(
            self._pool, said.chat_id, name=said.name, username=said.username, language=asked.language
        )
        told = asked.words(BOT_TEXTS, "bot.join_done", called=known.called)
        return Reply(told, clears_keys=True)

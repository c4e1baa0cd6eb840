"""Groups: what is public, when the bot is addressed; a group is added by a code of the page; being put out ends its channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ventra.accounts import by_chat
from ventra.accounts.who import must_be_allowed
from ventra.alerts.channels import join_group
from ventra.alerts.store import chats
from ventra.core.rights import Access
from ventra.core.talk import Membership, Message, Reply
from ventra.errors import Conflict, LinkSpent, VentraError
from ventra.infra.db import transaction
from ventra.services.chat.asked import Asked
from ventra.services.chat.settings_texts import SETTINGS_TEXTS
from ventra.services.chat.texts import BOT_TEXTS

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

PUBLIC = ("top", "rising", "find", "help")
"""The commands that groups have."""


async def added(pool: Any, asked: Asked, telegram: Telegram, said: Message, secret: str) -> Reply:
    """Add a group, for who is a manager of an organisation and an administrator of the group; else say who may."""
    refused = Reply(asked.words(SETTINGS_TEXTS, "group_not"))
    who = await by_chat.who_of(pool, said.user_id)
    try:
        if who is None:
            return refused
        must_be_allowed(who, Access.MANAGER)
        if not await telegram.administers(said.chat_id, said.user_id):
            return refused
        await join_group(pool, secret, said.chat_id, said.title, who.person, asked.now)
    except LinkSpent:
        return Reply(asked.words(BOT_TEXTS, "bot.link_spent"))
    except Conflict:
        return Reply(asked.words(SETTINGS_TEXTS, "group_there"))
    except VentraError as failure:
        if failure.retry:
            raise
        return refused
    return Reply(asked.words(SETTINGS_TEXTS, "group_in"))


async def moved(pool: Any, said: Membership) -> None:
    """The bot was put out of a chat or blocked in it: nothing is brought there any more; unblocked, it goes on."""
    async with transaction(pool) as db:
        if not said.present:
            await chats.end(db, said.chat_id, chats.BLOCKED if said.private else chats.LEFT)
        elif said.private:
            await chats.resume(db, said.chat_id)

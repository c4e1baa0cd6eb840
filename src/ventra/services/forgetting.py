"""`ventra forget-chat`: delete what is kept of a person who wrote to the bot."""

from __future__ import annotations

import sys

from ventra.alerts.store import chats
from ventra.errors import BadInput
from ventra.infra import store
from ventra.infra.db import connected
from ventra.settings import Settings

LARGEST = 2**63 - 1


async def run(settings: Settings, chat_id: int) -> int:
    """Forget a chat; one that nothing is kept of is forgotten already."""
    if abs(chat_id) > LARGEST:
        raise BadInput("no chat has a number of that size", field="chat")
    async with connected(settings["DATABASE_URL"]) as db, db.transaction():
        known = await store.forget_chat(db, chat_id)
        found = await chats.forget(db, chat_id) or known
    print(f"chat {chat_id} is forgotten" if found else f"nothing is kept of chat {chat_id}", file=sys.stderr)
    return 0

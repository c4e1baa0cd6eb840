"""The digest, asked for now: the same that comes in the morning."""

from __future__ import annotations

from ventra.accounts.who import Who
from ventra.alerts import digest, messages
from ventra.core.talk import Reply
from ventra.infra.db import transaction
from ventra.services.chat.asked import Asked
from ventra.services.chat.texts import BOT_TEXTS


async def now(asked: Asked, who: Who) -> Reply:
    """What the last closed day was like for what is tracked."""
    async with transaction(asked.pool, org_id=who.org) as db:
        found = await digest.read(db, who.org, "day", asked.now)
    if not found.tracked:
        return Reply(asked.words(BOT_TEXTS, "bot.digest_soon"))
    return Reply(messages.digest(found, asked.language, asked.web_url or "").html)

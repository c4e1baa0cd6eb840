"""The bot brings people the letters that no mail server takes, while it holds the lease."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ventra.accounts.post import send_to_chats
from ventra.errors import SettingWrong, Unavailable
from ventra.infra.logs import logger

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

EVERY_SECONDS = 3.0
LONGEST_WAIT_SECONDS = 60.0
_log = logger(__name__)


async def carry_letters(pool: Any, telegram: Telegram) -> None:
    """Look every few seconds for letters that wait, for ever; more seldom while something is away."""
    wait_seconds = EVERY_SECONDS
    while True:
        try:
            await send_to_chats(pool, telegram.send, now=datetime.now(UTC))
            wait_seconds = EVERY_SECONDS
        except (Unavailable, SettingWrong) as away:
            wait_seconds = min(wait_seconds * 2, LONGEST_WAIT_SECONDS)
            _log.warning("letters wait", because=str(away), again_in_seconds=wait_seconds)
        except Exception as failure:  # one letter that cannot be brought must not keep back all others
            _log.error("a letter could not be brought", exc_info=failure)
        await asyncio.sleep(wait_seconds)

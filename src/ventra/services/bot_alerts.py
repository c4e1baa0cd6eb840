"""The bot brings alerts and digests to chats, while it holds the lease."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ventra.alerts.bring import bring_to_chats
from ventra.alerts.deliver import Parcel
from ventra.errors import SettingWrong, Unavailable
from ventra.infra.logs import logger

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

EVERY_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
_log = logger(__name__)


async def carry_alerts(pool: Any, telegram: Telegram) -> None:
    """Look every second for what waits, for ever; more seldom while something is away."""
    wait_seconds = EVERY_SECONDS

    async def draw(_: Parcel) -> bytes | None:
        return None

    while True:
        try:
            await bring_to_chats(pool, telegram, draw)
            wait_seconds = EVERY_SECONDS
        except (Unavailable, SettingWrong) as away:
            wait_seconds = min(wait_seconds * 2, LONGEST_WAIT_SECONDS)
            _log.warning("alerts wait", because=str(away), again_in_seconds=wait_seconds)
        except Exception as failure:  # one that cannot be brought must not keep back all others
            _log.error("an alert could not be brought", exc_info=failure)
        await asyncio.sleep(wait_seconds)

"""Whether it is time for the day's backup."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.backup.keep import last_slot
from ventra.backup.store import list as backups
from ventra.infra.db import transaction


async def is_due(pool: Any, *, now: datetime) -> bool:
    """Whether the day's hour has come, and nobody has made its backup yet."""
    async with transaction(pool) as db:
        return await backups.is_due(db, last_slot(now))

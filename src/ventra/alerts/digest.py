"""The morning digest, at the hour that somebody chose, and the weekly one: each made once, however many workers look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.alerts.store import digests
from ventra.infra.db import transaction


async def plan(pool: Any, now: datetime) -> int:
    """Put the digests whose time has come into the outbox; how many."""
    async with transaction(pool) as db:
        return await digests.plan(db, now)

"""What organisations that are gone tracked and followed: nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ventra.catalog.store import tracking
from ventra.collect.store import follows
from ventra.infra.db import transaction
from ventra.infra.keeping import BATCH, in_batches


async def leave(pool: Any, clock: Callable[[], datetime], *, stopping: Callable[[], bool]) -> dict[str, int]:
    """Untrack their products and follow their shops no more, a batch a transaction; how many of each."""

    async def untrack() -> int:
        async with transaction(pool) as db:
            return await tracking.leave_for_gone(db, clock(), at_most=BATCH)

    async def unfollow() -> int:
        async with transaction(pool) as db:
            return await follows.leave_for_gone(db, at_most=BATCH)

    return {
        "trackers": await in_batches(untrack, stopping=stopping),
        "shop_followers": await in_batches(unfollow, stopping=stopping),
    }

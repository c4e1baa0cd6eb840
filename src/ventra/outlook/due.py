"""Whether the market is to be judged, or its goods are to be scored, now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.core.day import last_closed_day
from ventra.infra.db import transaction
from ventra.outlook import look, score_leaf
from ventra.outlook.store import progress, scores


async def is_due(pool: Any, *, now: datetime) -> bool:
    """By the last closed day: it is not judged yet, or not by all that came since, or a leaf of it is not scored."""
    closed = last_closed_day(now)
    async with transaction(pool) as db:
        return await progress.is_due(db, closed, rule=look.RULE, now=now) or await goods_wait(db, now=now)


async def goods_wait(db: Any, *, now: datetime) -> bool:
    """Whether the last closed day is judged, and goods of a leaf are not scored since."""
    return await scores.is_due(db, last_closed_day(now), rule=score_leaf.RULE)

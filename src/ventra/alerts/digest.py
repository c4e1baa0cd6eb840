"""The morning digest, at the hour that somebody chose, and the weekly one: each made once, however many workers look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

from ventra.alerts.found import Digest, Line
from ventra.alerts.running_low import days_left, running_low
from ventra.alerts.store import digests
from ventra.alerts.store.digests import MOST_LINES
from ventra.core.day import last_closed_day
from ventra.infra.db import transaction


async def plan(pool: Any, now: datetime) -> int:
    """Put the digests whose time has come into the outbox; how many."""
    async with transaction(pool) as db:
        return await digests.plan(db, now)


async def read(db: Any, org_id: int, what: str, now: datetime) -> Digest:
    """What the last closed day, or the week that ends with it, was like for what an organisation tracks."""
    closed = last_closed_day(now)
    titles = await digests.tracked_with_stock(db, org_id)
    left = await days_left(db, np.array(list(titles), np.int64), closed=closed, now=now)
    low = [
        Line(
            product_id=one,
            titles=titles[one],
            value=told.value,
            low=told.low,
            high=told.high,
            stock=told.stock,
            basis=told.basis,
            by=told.by,
        )
        for one, told in running_low(left, most=MOST_LINES)
    ]
    return await digests.read(db, org_id, what, closed, now, low)

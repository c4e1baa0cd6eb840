"""Measures how far off daily sales are, over simulated products. `python -m ventra.services.measurer`

A process of its own that gives way to all others: nobody waits for it, and it takes the whole of a core for some seconds.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime

from ventra import settings as settings_of
from ventra.accuracy import store
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE
from ventra.services.backtest_given import over_streams
from ventra.services.backtest_report import made, measured
from ventra.services.measuring import is_measured
from ventra.services.processes.apart import tell

NICE = 15


async def _measure() -> int:
    os.nice(NICE)
    settings = settings_of.read(settings_of.WORKER, os.environ)
    report = await asyncio.to_thread(lambda: made(over_streams()))
    pool = await open_pool(settings["DATABASE_URL"], at_most=2, role=WORKER_ROLE)
    try:
        async with transaction(pool) as db:
            await store.wait_to_add(db)
            if await is_measured(db):
                return 0
            await store.add(db, measured(report), made_at=datetime.now(UTC))
    finally:
        await pool.close()
    return 1


if __name__ == "__main__":
    sys.exit(tell(_measure))

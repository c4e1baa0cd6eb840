"""Judges the market after a day has closed, in a process of its own that ends with it. `python -m ventra.services.outlooker`

It takes all cores for some minutes, and gives way to all others meanwhile.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from ventra import settings as settings_of
from ventra.collect.look import utc_now
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.outlook.judge import JudgeBy
from ventra.outlook.means import Means
from ventra.outlook.refresh import refresh
from ventra.outlook.score_kept import score_kept
from ventra.outlook.score_market import Scoring, score_market
from ventra.services.processes.apart import tell
from ventra.services.processes.many import how_many, side_by_side
from ventra.settings import Settings

NICE = 10
STATEMENT_SECONDS = 300.0


async def judge_market(settings: Settings, *, anew: bool = False, say: Callable[[int], None]) -> bool:
    """Refresh the outlook here, with processes beside this one; False where the last closed day is done already."""
    count = how_many()
    pool = await open_pool(
        settings["DATABASE_URL"], at_most=count + 2, command_seconds=STATEMENT_SECONDS, role=WORKER_ROLE
    )
    by = JudgeBy(settings["RISING_RATE"], settings["RISING_LEAST_UNITS"])
    try:
        with side_by_side(count) as apart:
            did = await refresh(Means(pool, apart, by, at_once=count + 1, say=say), anew=anew)
            scored = await score_kept(pool, apart, now=utc_now(), at_once=count + 1)
            leaves = await score_market(Scoring(pool, apart, at_once=count + 1))
            return did or scored > 0 or leaves > 0
    finally:
        await pool.close()


async def _judge() -> int:
    os.nice(NICE)
    settings = settings_of.read(settings_of.WORKER, os.environ)
    return int(await judge_market(settings, say=lambda done: None))


if __name__ == "__main__":
    sys.exit(tell(_judge))

"""Search learns and indexes in a process of its own that ends with the worker. `python -m ventra.services.search_apart`"""

from __future__ import annotations

import os
import sys

from ventra import settings as settings_of
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.search.group import group_all
from ventra.search.keep_in_step import keep_in_step, newest
from ventra.services.processes.apart import run_apart, tell

NICE = 10
STATEMENT_SECONDS = 300.0


async def keep_search() -> int:
    """Run the process; how many products it indexed. What it had not written when we are cancelled is left for the next."""
    return await run_apart("ventra.services.search_apart")


async def _keep() -> int:
    os.nice(NICE)
    settings = settings_of.read(settings_of.WORKER, os.environ)
    pool = await open_pool(
        settings["DATABASE_URL"], at_most=2, command_seconds=STATEMENT_SECONDS, role=WORKER_ROLE
    )
    try:
        done = await keep_in_step(pool)
        model = await newest(pool)
        if model is not None:
            await group_all(pool, model)
        return done
    finally:
        await pool.close()


if __name__ == "__main__":
    sys.exit(tell(_keep))

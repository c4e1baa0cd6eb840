"""Makes the files that organisations take home, in a process of its own that ends with them.

`python -m ventra.services.taking_home`
"""

from __future__ import annotations

import os
import sys

from ventra import settings as settings_of
from ventra.backup.home_made import make_waiting
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.services.processes.apart import run_apart, tell

NICENESS = 10


async def make_home_files() -> None:
    """Run the process; a file that it was making when we are cancelled waits for the next."""
    await run_apart("ventra.services.taking_home")


async def _make() -> int:
    os.nice(NICENESS)
    settings = settings_of.read(settings_of.WORKER, os.environ)
    pool = await open_pool(settings["DATABASE_URL"], at_most=2, role=WORKER_ROLE)
    try:
        return await make_waiting(pool, settings.direct_database_url)
    finally:
        await pool.close()


if __name__ == "__main__":
    sys.exit(tell(_make))

"""Imports the files that wait, in a process of its own that ends with them. `python -m ventra.services.importer`

A large import takes the whole of a core and memory that Python does not give back.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from ventra import settings as settings_of
from ventra.collect.importing import run_waiting
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.services.processes.apart import run_apart, tell
from ventra.services.wiring import room_of


async def import_files() -> None:
    """Run the process; what it was importing when we are cancelled waits for the next."""
    await run_apart("ventra.services.importer")


async def _import() -> int:
    settings = settings_of.read(settings_of.WORKER, os.environ)
    pool = await open_pool(settings["DATABASE_URL"], at_most=2, role=WORKER_ROLE)
    try:
        return await run_waiting(pool, now=datetime.now(UTC), must_have_room=room_of(settings).must_be_left)
    finally:
        await pool.close()


if __name__ == "__main__":
    sys.exit(tell(_import))

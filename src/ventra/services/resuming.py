"""`ventra resume`: the operator's word that a source may be asked again."""

from __future__ import annotations

import sys

from ventra.collect.store import health, sources
from ventra.errors import NotFound
from ventra.infra.db import connected
from ventra.settings import Settings


async def run(settings: Settings, host: str | None) -> int:
    """Let a source go on and clear its alarm; without a host tell how all of them are. `NotFound` where it is not one."""
    async with connected(settings["DATABASE_URL"]) as db, db.transaction():
        if host is not None and not await sources.resume(db, host):
            raise NotFound(f"{host} is no source; those there are: ventra resume")
        for one in await health.sources(db):
            words = f"{one.host}  {one.state} since {one.since:%Y-%m-%d %H:%M} UTC"
            print(f"{words}: {one.reason}" if one.reason else words)
    if host is not None:
        print(f"{host} is asked again, within a minute", file=sys.stderr)
    return 0

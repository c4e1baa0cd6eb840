"""Rows that wait for a worker, worked through one after the other, each under a lease."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from ventra.infra.db import transaction

L = TypeVar("L")
GIVE_BACK_SECONDS = 2
"""Who is ended waits no longer for a line to Postgres; the lease runs out by itself."""


async def one_by_one(
    pool: Any,
    take: Callable[[Any], Awaitable[L | None]],
    make: Callable[[L], Awaitable[None]],
    give_back: Callable[[Any, L], Awaitable[None]],
    *,
    stopping: Callable[[], bool],
) -> int:
    """Take and make until nothing waits or told to stop; how many were taken. Who is cancelled gives back what he has.

    `take` and `give_back` get a transaction of their own; `make` opens its own.
    """
    taken = 0
    while not stopping():
        lease: L | None = None
        try:
            async with transaction(pool) as db:
                lease = await take(db)
            if lease is None:
                break
            await make(lease)
        except asyncio.CancelledError:
            if lease is not None:
                await asyncio.shield(_give_back(pool, lease, give_back))
            raise
        taken += 1
    return taken


async def _give_back(pool: Any, lease: L, give_back: Callable[[Any, L], Awaitable[None]]) -> None:
    async with transaction(pool, wait_seconds=GIVE_BACK_SECONDS) as db:
        await give_back(db, lease)

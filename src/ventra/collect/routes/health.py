"""How collecting is, over HTTP, and its switch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from ventra.accounts.routes.handed import Pool
from ventra.collect.answers import (
    Capacity,
    Collecting,
    CollectingWish,
    DataHealth,
    QueueCounts,
    SourceResumed,
)
from ventra.collect.foresee import foresee
from ventra.collect.store import demand as demands
from ventra.collect.store import health, sources, switch
from ventra.core.rights import Access
from ventra.errors import NotFound
from ventra.infra.db import transaction

CountQueue = Callable[[], Awaitable[QueueCounts | None]]


@get(
    "/data-health",
    operation_id="read_data_health",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="Is collecting healthy?",
)
async def read_data_health(
    pool: Pool, count_queue: NamedDependency[Any], coverage: NamedDependency[Any]
) -> DataHealth:
    """Coverage (at most 20 seconds old), outcomes of visits, sources, lag, quarantine, alarms and jobs."""
    now = datetime.now(UTC)
    queue = await count_queue()
    async with transaction(pool) as db:
        known = await coverage.get(lambda: health.covered(db, now=now))
        return await health.read(db, now=now, queue=queue, known=known)


@get(
    "/capacity",
    operation_id="read_capacity",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="What can the budget watch?",
)
async def read_capacity(pool: Pool, demand: NamedDependency[Any]) -> Capacity:
    """Looks an hour and a day, what the watched products ask for (at most a minute old), and what a change would bring."""
    counted = await demand.get(lambda: _counted(pool))
    async with transaction(pool) as db:
        now = await switch.read(db)
        return foresee(counted, collect=now.collect, per_second=await switch.told_budget(db))


async def _counted(pool: Any) -> demands.Demands:
    async with transaction(pool) as db:
        return await demands.count(db, now=datetime.now(UTC))


@get(
    "/collecting",
    operation_id="read_collecting",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="What is collected?",
)
async def read_collecting(pool: Pool) -> Collecting:
    """The worker's setting, and the operator's switch that goes before it."""
    async with transaction(pool) as db:
        return await switch.read(db)


@put(
    "/collecting",
    operation_id="switch_collecting",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="Switch collecting",
)
async def switch_collecting(pool: Pool, data: JSONBody[CollectingWish]) -> Collecting:
    """Workers obey within seconds, without a restart."""
    async with transaction(pool) as db:
        await switch.turn(db, data.collect)
        return await switch.read(db)


@post(
    "/sources/{host:str}/resume",
    operation_id="resume_source",
    access=Access.OPERATOR,
    tags=["operator"],
    summary="Let a stopped source go on",
    status_code=200,
)
async def resume_source(pool: Pool, host: Annotated[str, PathParameter(max_length=253)]) -> SourceResumed:
    """After a challenge: ask this host again. Its alarm is cleared."""
    async with transaction(pool) as db:
        if "\x00" in host or not await sources.resume(db, host):
            raise NotFound("no source of that name")
    return SourceResumed(host, "ok")


ROUTES = (
    read_data_health,
    read_capacity,
    read_collecting,
    switch_collecting,
    resume_source,
)

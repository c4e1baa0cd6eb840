"""What the api says of itself: alive, ready, what this installation is, and its own description."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from redis.exceptions import RedisError

from ventra import __version__
from ventra.collect.answers import QueueCounts, Waiting
from ventra.collect.store import health, switch
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.core.texts import LANGUAGES
from ventra.errors import Unavailable
from ventra.infra.db import transaction
from ventra.infra.logs import logger
from ventra.services.facts import count_queued
from ventra.services.wiring import Parts

CHECK_SECONDS = 3.0
AWAY = (OSError, TimeoutError, Unavailable)
REDIS_AWAY = (RedisError, OSError, TimeoutError)
_log = logger(__name__)


class Alive(msgspec.Struct, frozen=True):
    """The process answers. `commit` is what it was built from, null where nobody said."""

    status: Literal["alive"]
    version: str
    commit: str | None


class Check(msgspec.Struct, frozen=True):
    """A dependency and how long it took to answer."""

    ok: bool
    took_ms: float


class QueueCheck(msgspec.Struct, frozen=True):
    """How late the oldest due visit is; null when nothing is due or the database is away."""

    ok: bool
    lag_seconds: int | None


class VisitsCheck(msgspec.Struct, frozen=True):
    """How long ago the last good visit was; null when there was none."""

    ok: bool
    last_ok_age_seconds: int | None


class Checks(msgspec.Struct, frozen=True):
    """Everything the api leans on; `queue` and `visits` inform and never make it unready."""

    database: Check
    redis: Check
    queue: QueueCheck
    visits: VisitsCheck


class Ready(msgspec.Struct, frozen=True):
    """Whether requests can be answered."""

    status: Literal["ready", "not_ready"]
    checks: Checks


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What this installation is."""

    version: str
    simulated: bool
    collect: Literal["off", "tracked", "all"]
    uploads: bool
    today: date
    now: datetime
    languages: list[str]


@get(
    "/health",
    operation_id="health",
    access=Access.OPEN,
    unlimited=True,
    tags=["status"],
    summary="Is the api alive?",
)
async def alive(settings: NamedDependency[Any]) -> Alive:
    """Answers as long as the process does, whatever else is away."""
    return Alive("alive", __version__, settings["RELEASE_COMMIT"])


@get(
    "/health/ready",
    operation_id="ready",
    access=Access.OPEN,
    unlimited=True,
    tags=["status"],
    summary="Can it answer?",
    responses={503: ResponseSpec(Ready, generate_examples=False, description="Not now")},
)
async def ready(parts: NamedDependency[Any]) -> Response[Ready]:
    """503 while the database or Redis is away."""
    (database, waiting, last_ok), redis = await asyncio.gather(_database(parts), _redis(parts))
    now = datetime.now(UTC)
    age = None if last_ok is None else max(int((now - last_ok).total_seconds()), 0)
    lag = None if waiting is None else waiting.oldest_due_seconds
    fine = database.ok and redis.ok
    body = Ready(
        "ready" if fine else "not_ready",
        Checks(database, redis, QueueCheck(waiting is not None, lag), VisitsCheck(age is not None, age)),
    )
    return Response(
        body,
        status_code=200 if fine else 503,
        headers={"Cache-Control": "no-store"} | ({} if fine else {"Retry-After": "5"}),
    )


async def _database(parts: Parts | None) -> tuple[Check, Waiting | None, datetime | None]:
    if parts is None:
        return Check(False, 0), None, None
    started = time.perf_counter()
    try:
        async with asyncio.timeout(CHECK_SECONDS), transaction(parts.pool, wait_seconds=2) as db:
            waiting = await health.waiting(db, now=datetime.now(UTC))
            last_ok = await health.last_ok_at(db)
    except AWAY as away:
        _log.warning("the database is away", error=type(away).__name__)
        return Check(False, _ms(started)), None, None
    return Check(True, _ms(started)), waiting, last_ok


async def _redis(parts: Parts | None) -> Check:
    if parts is None:
        return Check(False, 0)
    started = time.perf_counter()
    answered = await redis_or_none(parts.redis.ping)
    return Check(bool(answered), _ms(started))


async def redis_or_none(ask: Callable[[], Awaitable[Any]]) -> Any:
    """What Redis answers, or None when it is away: reads go on without it."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await ask()
    except REDIS_AWAY as away:
        _log.warning("Redis is away", error=type(away).__name__)
        return None


async def count_queue(parts: Parts) -> QueueCounts | None:
    """Jobs in the queue, None when Redis is away."""

    counts: QueueCounts | None = await redis_or_none(lambda: count_queued(parts.redis))
    return counts


@get(
    "/meta",
    operation_id="meta",
    access=Access.OPEN,
    unlimited=True,
    tags=["status"],
    summary="What this installation is",
)
async def meta(settings: NamedDependency[Any], parts: NamedDependency[Any]) -> Meta:
    """Version, whether the market is simulated, what is collected, and the day in Tashkent."""
    now = datetime.now(UTC)
    collect = await _collected(parts)
    return Meta(
        version=__version__,
        simulated=settings["VENTRA_SIMULATED"],
        collect=collect or settings["COLLECT"],
        uploads=True,
        today=day_of(now),
        now=now,
        languages=list(LANGUAGES),
    )


async def _collected(parts: Parts | None) -> Any:
    """What is collected; None where the database does not say."""
    if parts is None:
        return None
    try:
        async with asyncio.timeout(CHECK_SECONDS), transaction(parts.pool, wait_seconds=2) as db:
            return (await switch.read(db)).collect
    except AWAY as away:
        _log.warning("the database is away", error=type(away).__name__)
        return None


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


ROUTES = (alive, ready, meta)

"""The job queue: BullMQ on Redis, spoken to from here alone. It carries ids; the truth is in Postgres.

Measured on the Python port 3.4: its job schedulers fail, so cadence is not its business; an id that failed is ignored
when it is added again, so ids carry a lease's number and nothing that ended is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import bullmq
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from ventra.errors import Unavailable
from ventra.infra.logs import about, logger
from ventra.infra.metrics import OTHER, timed
from ventra.infra.redis_failure import AWAY, redis_failure, redis_named
from ventra.infra.seldom import Seldom

LOCK_SECONDS = 5
"""A killed worker's job runs again after about twice this."""
BLOCK_SECONDS = 2
_OFTEN_STALLED = 1_000_000
_PULSE_SECONDS = 2.0
ALIKE = 30
"""Errors that begin with the same so many characters are the same."""
_GONE = {"removeOnComplete": True, "removeOnFail": True}
_log = logger(__name__)

Handler = Callable[[Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: a handler's name, an id that is used once (it carries a lease's number), and ids as payload."""

    name: str
    id: str
    payload: Any


@dataclass(frozen=True, slots=True)
class Counts:
    """How many jobs wait, run, and wait for a time."""

    waiting: int
    active: int
    delayed: int


class Queue:
    """Adds jobs. Redis away raises `Unavailable`; a job whose id is still queued is not added twice."""

    def __init__(self, redis_url: str, name: str) -> None:
        self._redis = _connect(redis_url)
        self._queue = bullmq.Queue(name, {"connection": self._redis})

    async def add_bulk(self, jobs: Sequence[Job]) -> None:
        """Add all of the jobs or none."""
        if not jobs:
            return
        with redis_named():
            await self._queue.addBulk(
                [{"name": job.name, "data": job.payload, "opts": {"jobId": job.id, **_GONE}} for job in jobs]
            )

    async def counts(self) -> Counts:
        """How full the queue is."""
        with redis_named():
            found = await self._queue.getJobCounts("waiting", "active", "delayed")
        return Counts(*(int(found.get(kind, 0)) for kind in ("waiting", "active", "delayed")))

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()


OnFailed = Callable[[Job, Exception], Awaitable[None]]


async def run_worker(
    redis_url: str,
    name: str,
    handlers: Mapping[str, Handler],
    concurrency: int,
    on_failed: OnFailed,
    *,
    stop: asyncio.Event,
    drain_seconds: float = 5,
) -> None:
    """Run queued jobs until `stop`; then give running ones `drain_seconds` and leave the rest to the next worker.

    A job that raises is told to `on_failed` and is gone from the queue. Redis may go, come back, and come back empty.
    """
    async with _pulse(redis_url):
        while not stop.is_set():
            try:
                await _serve(redis_url, name, handlers, concurrency, on_failed, stop, drain_seconds)
            except AWAY as away:
                _log.warning("the queue is away", error=type(away).__name__)
            if not stop.is_set():
                await _sleep_until(stop, 1.0)


async def _serve(
    redis_url: str,
    name: str,
    handlers: Mapping[str, Handler],
    concurrency: int,
    on_failed: OnFailed,
    stop: asyncio.Event,
    drain_seconds: float,
) -> None:
    redis = _connect(redis_url, block_seconds=BLOCK_SECONDS)
    worker = bullmq.Worker(
        name,
        _processor(handlers, on_failed),
        {
            "connection": redis,
            "autorun": False,
            "concurrency": concurrency,
            "lockDuration": LOCK_SECONDS * 1000,
            "stalledInterval": LOCK_SECONDS * 1000,
            "maxStalledCount": _OFTEN_STALLED,
            "drainDelay": BLOCK_SECONDS,
            "runRetryDelay": 1000,
            **_GONE,
        },
    )
    seldom = Seldom()

    def tell(error: Any, *about_job: Any) -> None:
        # A queue that cannot be asked is asked again ten times a second.
        if seldom.is_news(str(error)[:ALIKE]):
            _log.warning("the queue reports an error", error=f"{type(error).__name__}: {error}")

    worker.on("error", tell)
    running = asyncio.create_task(worker.run())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
    finally:
        stopping.cancel()
        await _end(worker, running, drain_seconds)
        await redis.aclose()


async def _end(worker: Any, running: asyncio.Task[None], drain_seconds: float) -> None:
    """Let running jobs end within their seconds; those that do not are cancelled, their locks run out, they run again."""
    closing = asyncio.create_task(worker.close())
    await asyncio.wait({closing}, timeout=drain_seconds)
    if not closing.done():
        worker.forceClosing = True
        worker.cancelProcessing()
        await asyncio.wait({closing}, timeout=2)
    for task in (closing, running):
        task.cancel()
    await asyncio.gather(closing, running, return_exceptions=True)


def _processor(handlers: Mapping[str, Handler], on_failed: OnFailed) -> Callable[[Any, str], Awaitable[None]]:
    async def process(raw: Any, token: str) -> None:
        job = Job(cast(str, raw.name), str(raw.id), raw.data)
        with about(job=job.name, job_id=job.id), timed(job.name if job.name in handlers else OTHER):
            try:
                handler = handlers.get(job.name)
                if handler is None:
                    raise LookupError(f"no handler for a job named {job.name!r}")
                await handler(job.payload)
            except Exception as failure:
                await _report(on_failed, job, failure)
                raise

    return process


async def _report(on_failed: OnFailed, job: Job, failure: Exception) -> None:
    try:
        await on_failed(job, failure)
    except Unavailable as away:
        _log.error("a failed job's reason could not be kept", error=repr(failure), because=str(away))


@asynccontextmanager
async def _pulse(redis_url: str) -> AsyncIterator[None]:
    """Says once when Redis goes away and once when it is back: BullMQ's own waiting is silent."""
    redis = _connect(redis_url)
    task = asyncio.create_task(_watch(redis))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await redis.aclose()


async def _watch(redis: Redis) -> None:
    here = True
    while True:
        because = ""
        try:
            await redis.ping()
        except AWAY as away:
            because = str(redis_failure(away))
        if here and because:
            _log.warning("Redis is away: queued work waits", because=because)
        elif not here and not because:
            _log.warning("Redis is back")
        here = not because
        await asyncio.sleep(_PULSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue from outside: how many wait and run, since when the oldest waits (None: none does), and whether it is paused."""

    waiting: int
    active: int
    oldest: datetime | None
    paused: bool


async def look_at(redis: Redis, name: str) -> Waiting:
    """Look at a queue over a connection of the caller's, which decodes responses."""
    key = f"bull:{name}"
    async with redis.pipeline(transaction=False) as pipe:
        pipe.llen(f"{key}:wait")
        pipe.llen(f"{key}:active")
        pipe.lindex(f"{key}:wait", -1)
        pipe.hexists(f"{key}:meta", "paused")
        pipe.llen(f"{key}:paused")
        waiting, active, oldest_id, paused, held_back = await pipe.execute()
    told = await redis.hget(f"{key}:{oldest_id}", "timestamp") if oldest_id else None
    oldest = datetime.fromtimestamp(int(told) / 1000, UTC) if told else None
    return Waiting(waiting + held_back, active, oldest, bool(paused))


async def _sleep_until(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def _connect(redis_url: str, *, block_seconds: float = 0) -> Redis:
    return Redis.from_url(
        redis_url,
        decode_responses=True,
        socket_timeout=block_seconds + 5,
        socket_connect_timeout=2,
        retry=Retry(ConstantBackoff(0.1), 1),
    )

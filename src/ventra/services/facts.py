"""What stands in the stores of how the installation fares, read for metrics; what cannot be read now is absent."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from ventra.collect.answers import QueueCounts, Waiting
from ventra.collect.store import health
from ventra.core.day import day_of, from_us, last_closed_day, start_of_day_us, to_day_number
from ventra.errors import Unavailable
from ventra.infra.db import transaction
from ventra.infra.metrics import readings
from ventra.infra.schema import standing
from ventra.infra.store import COLLECTED, get_installation
from ventra.infra.vitals import SlowVitals, Vitals, read_slow_vitals, read_vitals
from ventra.services.scrape import Reader
from ventra.settings import WORKER, Settings
from ventra.status import disk
from ventra.status.answers import DiskHealth

QUEUE = "ventra"
SLOW_SECONDS, AGAIN_SECONDS = 300.0, 30.0
CLOSING = "close"
BY_THE_MINUTE = (
    "ventra_due_products", "ventra_leased_products", "ventra_queue_lag_seconds", "ventra_last_good_visit_age_seconds",
    "ventra_last_closed_day_age_seconds", "ventra_source_stopped", "ventra_alarms_open", "ventra_job_last_done_age_seconds",
    "ventra_job_failures_in_a_row", "ventra_bot_polled",
)  # fmt: skip
BY_THE_DAY = (
    "ventra_backup_age_seconds", "ventra_partitions_ahead_seconds", "ventra_database_size_bytes",
    "ventra_database_volume_size_bytes", "ventra_database_volume_free_bytes", "ventra_database_full_in_seconds",
)  # fmt: skip


class Facts:
    """Readers of Postgres and Redis. `pool` and `redis` raise `Unavailable` while they are not open."""

    def __init__(self, settings: Settings, pool: Callable[[], Any], redis: Callable[[], Redis]) -> None:
        self._pool, self._redis = pool, redis
        self._backs_up = settings["STORAGE_URL"] is not None
        self._collects = settings.service == WORKER
        self._slow_again_at = -math.inf
        if settings.service == WORKER:
            readings.put("ventra_collecting", float(settings["COLLECT"] != "off"))

    @property
    def readers(self) -> tuple[Reader, ...]:
        """All of them."""
        return (self.database, self.seldom, self.queue)

    async def database(self) -> None:
        """Read what changes by the minute; what Postgres does not tell now is absent."""
        up = read = False
        try:
            async with transaction(self._pool(), wait_seconds=2) as db:
                there, up = (await standing(db)).fits, True
                if there:
                    vitals = await read_vitals(db)
                    waiting = await health.waiting(db, now=vitals.now)
                    put_vitals(vitals, waiting, await health.last_ok_at(db))
                    if self._collects and (collected := await get_installation(db, COLLECTED)) is not None:
                        readings.put("ventra_collecting", float(collected != "off"))
                    read = True
        except Unavailable:
            up = False
        finally:
            readings.put("ventra_database_up", float(up))
            if not read:
                _forget(BY_THE_MINUTE)

    async def seldom(self) -> None:
        """Read what changes by the day, every few minutes; sooner again after it could not be read."""
        if time.monotonic() < self._slow_again_at:
            return
        self._slow_again_at, read = time.monotonic() + AGAIN_SECONDS, False
        try:
            async with transaction(self._pool(), wait_seconds=2) as db:
                if (await standing(db)).fits:
                    put_slow_vitals(await read_slow_vitals(db), backs_up=self._backs_up)
                    put_disk(await disk.read(db), today=day_of(datetime.now(UTC)))
                    self._slow_again_at, read = time.monotonic() + SLOW_SECONDS, True
        except Unavailable:
            read = False
        finally:
            if not read:
                _forget(BY_THE_DAY)

    async def queue(self) -> None:
        """Read Redis; while it is away, the queue's counts are absent."""
        counts = None
        try:
            counts = await count_queued(self._redis())
        except (Unavailable, RedisError, OSError):
            counts = None
        finally:
            readings.put("ventra_redis_up", float(counts is not None))
            readings.put("ventra_queue_jobs", None if counts is None else _by_state(counts))


async def count_queued(redis: Redis) -> QueueCounts:
    """Jobs in the queue."""
    async with redis.pipeline(transaction=False) as pipe:
        pipe.llen(f"bull:{QUEUE}:wait")
        pipe.llen(f"bull:{QUEUE}:active")
        pipe.zcard(f"bull:{QUEUE}:delayed")
        return QueueCounts(*(int(count) for count in await pipe.execute()))


def put_vitals(vitals: Vitals, waiting: Waiting, last_ok_at: datetime | None) -> None:
    """Put down what changes by the minute."""
    now = vitals.now
    done = {name: job.done_at for name, job in vitals.jobs.items() if job.done_at is not None}
    readings.put("ventra_due_products", waiting.due)
    readings.put("ventra_leased_products", waiting.leased)
    readings.put("ventra_queue_lag_seconds", waiting.oldest_due_seconds or 0)
    readings.put("ventra_last_good_visit_age_seconds", _age(last_ok_at, now))
    readings.put("ventra_last_closed_day_age_seconds", _closed_day_age(done.get(CLOSING), now))
    readings.put("ventra_source_stopped", {(host,): float(is_so) for host, is_so in vitals.stopped.items()})
    readings.put("ventra_alarms_open", vitals.alarms_open)
    readings.put(
        "ventra_job_last_done_age_seconds", {(name,): _age(at, now) or 0.0 for name, at in done.items()}
    )
    readings.put(
        "ventra_job_failures_in_a_row", {(name,): float(job.failures) for name, job in vitals.jobs.items()}
    )
    readings.put("ventra_bot_polled", None if vitals.bot_polled is None else float(vitals.bot_polled))


def put_slow_vitals(slow: SlowVitals, *, backs_up: bool) -> None:
    """Put down what changes by the day. Backups that were asked for and never made are infinitely old."""
    never = math.inf if backs_up else None
    readings.put(
        "ventra_backup_age_seconds", never if slow.backup_age_seconds is None else slow.backup_age_seconds
    )
    readings.put("ventra_partitions_ahead_seconds", slow.partitions_ahead_seconds)
    readings.put("ventra_database_size_bytes", slow.size_bytes)


def put_disk(found: DiskHealth, *, today: date) -> None:
    """Put down what the worker last measured of the disk."""
    readings.put("ventra_database_volume_size_bytes", found.volume_bytes)
    readings.put("ventra_database_volume_free_bytes", found.free_bytes)
    seconds = None
    if found.growth is not None and found.free_bytes is not None:
        left = None if found.full_on is None else found.full_on - today
        seconds = math.inf if left is None else max(left.total_seconds(), 0.0)
    readings.put("ventra_database_full_in_seconds", seconds)


def _closed_day_age(done_at: datetime | None, now: datetime) -> float | None:
    """Seconds since the end of the newest day closed: closing came to a good end then, so all days before were closed."""
    if done_at is None:
        return None
    after = start_of_day_us(to_day_number(last_closed_day(done_at) + timedelta(days=1)))
    return _age(from_us(after), now)


def _age(at: datetime | None, now: datetime) -> float | None:
    return None if at is None else max((now - at).total_seconds(), 0.0)


def _by_state(counts: QueueCounts) -> dict[tuple[str, ...], float]:
    return {("waiting",): counts.waiting, ("active",): counts.active, ("delayed",): counts.delayed}


def _forget(names: Iterable[str]) -> None:
    for name in names:
        readings.put(name, None)

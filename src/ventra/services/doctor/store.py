"""What Postgres is asked by an examination. Nothing is changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

import msgspec

from ventra.infra.db import Connection

T = TypeVar("T")
RECENT = "interval '1 hour'"


class Server(msgspec.Struct, frozen=True):
    """The server behind a connection. `started_at` and the database's number tell two servers apart, whatever their names."""

    version: int
    version_text: str
    started_at: datetime
    database_id: int
    database: str
    replica: bool
    max_connections: int
    now: datetime


async def read_server(db: Connection) -> Server:
    """Who answers. `version` is such as 160004."""
    return await _one(
        db,
        Server,
        """
        SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS version_text,
               pg_postmaster_start_time() AS started_at, d.oid::bigint AS database_id, d.datname AS database,
               pg_is_in_recovery() AS replica,
               current_setting('max_connections')::int
                 - current_setting('superuser_reserved_connections')::int AS max_connections,
               clock_timestamp() AS now
          FROM pg_database d WHERE d.datname = current_database()
        """,
    )


async def backend_of(db: Connection) -> int:
    """The server process that serves this statement."""
    return int(await db.fetchval("SELECT pg_backend_pid()"))


async def connections_in_use(db: Connection) -> int:
    """Connections of clients, over all databases."""
    return int(
        await db.fetchval("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
    )


class Lag(msgspec.Struct, frozen=True):
    """Visits: whether any product is tracked, the oldest of those that is due and not taken, and leases that ended long ago."""

    tracked: bool
    oldest_due_seconds: float | None
    expired_leases: int


async def read_lag(db: Connection, *, all_products: bool, expired_seconds: int) -> Lag:
    """Leases over tracked products, or over all that are watched. What is leased is due as well, so indexes find all of it."""
    ours = "" if all_products else "AND tracked"
    return await _one(
        db,
        Lag,
        f"""
        SELECT (SELECT true FROM watch WHERE tracked ORDER BY due_at LIMIT 1) IS NOT NULL AS tracked,
               (SELECT extract(epoch FROM now() - due_at)::float8 FROM watch
                 WHERE tracked AND due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
                 ORDER BY due_at LIMIT 1) AS oldest_due_seconds,
               (SELECT count(*) FROM watch
                 WHERE due_at <= now() AND leased_until < now() - make_interval(secs => $1) {ours}) AS expired_leases
        """,
        float(expired_seconds),
    )


class Schedule(msgspec.Struct, frozen=True):
    """A job with a cadence, in seconds before the database's now: how late it is, since when its lease is over or it runs."""

    job: str
    late_seconds: float
    lease_over_seconds: float | None
    seen_seconds: float | None
    done_seconds: float | None
    failures: int
    last_error: str | None


async def read_schedule(db: Connection) -> list[Schedule]:
    """All jobs that a worker ever planned."""
    rows = await db.fetch(
        """
        SELECT job, extract(epoch FROM now() - due_at)::float8 AS late_seconds,
               extract(epoch FROM now() - leased_until)::float8 AS lease_over_seconds,
               extract(epoch FROM now() - greatest(started_at, finished_at))::float8 AS seen_seconds,
               extract(epoch FROM now() - finished_at)::float8 AS done_seconds, failures, last_error
          FROM job_schedule ORDER BY job
        """
    )
    return [msgspec.convert(dict(row), Schedule) for row in rows]


class Failed(msgspec.Struct, frozen=True):
    """A job that failed within the last hour: how often, and the newest reason."""

    job: str
    times: int
    error: str


async def read_failed(db: Connection) -> list[Failed]:
    """By job, the most frequent first."""
    rows = await db.fetch(
        f"""
        SELECT job, count(*) AS times, (array_agg(error ORDER BY failed_at DESC))[1] AS error FROM job_failures
         WHERE failed_at > now() - {RECENT} GROUP BY job ORDER BY count(*) DESC, job
        """
    )
    return [msgspec.convert(dict(row), Failed) for row in rows]


class Backups(msgspec.Struct, frozen=True):
    """The newest good backup's age, and what went wrong with the newest, where it did."""

    done_seconds: float | None
    error: str | None


async def read_backups(db: Connection) -> Backups:
    """What the table of backups says."""
    return await _one(
        db,
        Backups,
        """
        SELECT (SELECT extract(epoch FROM now() - max(finished_at))::float8 FROM backups WHERE state = 'done') AS done_seconds,
               (SELECT CASE WHEN state = 'failed' THEN coalesce(error, 'no reason was kept') END FROM backups
                 WHERE state IN ('done', 'failed') ORDER BY started_at DESC LIMIT 1) AS error
        """,
    )


class Polling(msgspec.Struct, frozen=True):
    """The lease on polling for a bot."""

    lease: int
    left_seconds: float | None


async def read_polling(db: Connection, bot_id: int) -> Polling | None:
    """None when nobody has ever polled for this bot."""
    row = await db.fetchrow(
        """
        SELECT lease, extract(epoch FROM leased_until - now())::float8 AS left_seconds FROM telegram_pollers WHERE bot_id = $1
        """,
        bot_id,
    )
    return None if row is None else msgspec.convert(dict(row), Polling)


async def _one(db: Connection, shape: type[T], sql: str, *values: object) -> T:
    row: Any = await db.fetchrow(sql, *values)
    return msgspec.convert(dict(row), shape)

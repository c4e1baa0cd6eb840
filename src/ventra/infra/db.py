"""Postgres: one pool a process, and a transaction that is opened and committed at the edge."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec

from ventra.errors import SettingWrong, StoreFull, TooSlow, Unavailable
from ventra.infra.metrics import POOL_TIMEOUTS, pools

Connection = asyncpg.Connection
Row = asyncpg.Record
Pool = asyncpg.Pool
Answered = asyncpg.PostgresError
"""An answer of Postgres that says no; `sqlstate` tells to what."""

AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    TimeoutError,
)

REFUSED = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.UndefinedObjectError,
    asyncpg.exceptions.ClientConfigurationError,
)
"""A wrong role, password, database or option in the address: no waiting mends it."""

CLOSE_SECONDS = 2
_PLACE = re.compile(r"\$(\d+)")
_json = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that writes and answers nothing, with what stands for `$1` and so on."""

    sql: str
    values: Sequence[Any]


async def write_together(db: Any, statements: Sequence[Statement]) -> None:
    """Run statements in one round trip. All see the rows as they were before, so no two of them may touch the same row."""
    if not statements:
        return
    parts: list[str] = []
    values: list[Any] = []
    for number, one in enumerate(statements):
        parts.append(f"w{number} AS ({_moved(one.sql, len(values))})")
        values += one.values
    await db.execute(f"WITH {', '.join(parts)} SELECT", *values)


def _moved(sql: str, by: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql)


async def _prepare(connection: Any) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name,
            schema="pg_catalog",
            encoder=lambda value: _json.encode(value).decode(),
            decoder=msgspec.json.decode,
        )


def _refused(setting: str, refusal: Exception) -> SettingWrong:
    return SettingWrong(setting, f"Postgres refuses it: {refusal}")


async def open_pool(url: str, *, at_most: int = 10, command_seconds: float = 60) -> Any:
    """A pool that works behind a transaction pooler (no prepared statements kept).

    `Unavailable` when Postgres is away, `SettingWrong` when it refuses the role, the password or the database.
    """
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=at_most,
            command_timeout=command_seconds,
            statement_cache_size=0,
            timeout=10,
            init=_prepare,
            server_settings={"timezone": "UTC", "application_name": "ventra"},
        )
    except REFUSED as refusal:
        raise _refused("DATABASE_URL", refusal) from None
    except AWAY as away:
        raise Unavailable(f"Postgres does not answer: {type(away).__name__}", dependency="postgres") from away
    pools.add(pool)
    return pool


@asynccontextmanager
async def transaction(pool: Any, *, wait_seconds: float = 10) -> AsyncIterator[Any]:
    """One transaction on one connection; commits at the end, rolls back on any exception.

    `Unavailable` when Postgres is away or all connections are taken, `StoreFull` when its disk has no room, `TooSlow` when a
    statement outlasts the pool's limit.
    """
    try:
        connection = await _acquired(pool, wait_seconds)
        try:
            async with connection.transaction():
                yield connection
        finally:
            await pool.release(connection)
    except asyncio.CancelledError:
        raise
    except TimeoutError as slow:
        raise TooSlow("a question took Postgres too long", dependency="postgres") from slow
    except asyncpg.DiskFullError as full:
        raise StoreFull(f"the disk of Postgres is full: {full}", dependency="postgres") from full
    except AWAY as away:
        raise Unavailable(f"Postgres does not answer: {type(away).__name__}", dependency="postgres") from away


async def _acquired(pool: Any, wait_seconds: float) -> Any:
    with pools.waiting():
        try:
            return await pool.acquire(timeout=wait_seconds)
        except TimeoutError as taken:
            POOL_TIMEOUTS.inc()
            raise Unavailable("Postgres gave no connection in time", dependency="postgres") from taken


@asynccontextmanager
async def connected(url: str, *, setting: str = "DATABASE_URL") -> AsyncIterator[Any]:
    """One connection of its own for a command or bulk work, closed at the end; fails as `open_pool` does, naming `setting`."""
    try:
        connection = await asyncpg.connect(
            url, timeout=10, statement_cache_size=0, server_settings={"timezone": "UTC"}
        )
    except REFUSED as refusal:
        raise _refused(setting, refusal) from None
    except AWAY as away:
        raise Unavailable(f"Postgres does not answer: {type(away).__name__}", dependency="postgres") from away
    try:
        await _prepare(connection)
        yield connection
    finally:
        await _take_leave(connection)


async def _take_leave(connection: Any) -> None:
    """Close a connection; a server that does not answer any more, or is left in the middle of an answer, is not waited for."""
    try:
        await connection.close(timeout=CLOSE_SECONDS)
    except (*AWAY, asyncpg.InternalClientError):
        connection.terminate()


@asynccontextmanager
async def reading(connection: Any, *, most_seconds: float) -> AsyncIterator[None]:
    """A transaction that changes nothing, whose statements end in time, and which leaves nothing behind at a pooler."""
    async with connection.transaction(readonly=True):
        await connection.execute(f"SET LOCAL statement_timeout = {max(1, int(most_seconds * 1000))}")
        yield

"""Postgres: one pool a process, and a transaction that is opened and committed at the edge."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec

from ventra.errors import SettingWrong, StoreFull, TooSlow, Unavailable
from ventra.infra.logs import logger
from ventra.infra.metrics import POOL_TIMEOUTS, pools
from ventra.infra.roles import said

Connection = asyncpg.Connection
Row = asyncpg.Record
Pool = asyncpg.Pool
Answered = asyncpg.PostgresError
"""An answer of Postgres that says no; `sqlstate` tells to what."""

AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # A line that broke in the middle of an answer: the driver finds another operation on it.
    asyncpg.InternalClientError,
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

LOST = (asyncpg.InvalidSQLStatementNameError, asyncpg.DuplicatePreparedStatementError)
"""A kept statement is not where it was: there is a pooler on the way after all."""

CLOSE_SECONDS = 2
SESSION = {"timezone": "UTC", "application_name": "ventra"}
"""What a pooler lets through at sign-in; it refuses to hear of anything else."""
KEPT = 100
"""Prepared statements a line keeps."""
BEGIN = "BEGIN"
BEGIN_READING = "BEGIN READ ONLY"
PLANNED = "; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off"
"""A kept plan outlives the size its tables had when it was made: one that reads a small month whole must not be kept."""
# The pool traces every try at a Postgres that is away; who needed it says so in a line, in commands too.
logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)
_json = msgspec.json.Encoder()
_log = logger(__name__)


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


class _Line(asyncpg.Connection):  # type: ignore[misc]  # asyncpg has no types
    """A connection whose statements bear names that nobody else's do.

    Should a pooler ever hand it to another's session, its statement is missing there; it never is somebody else's.
    """

    __slots__ = ("lines",)
    lines: _Lines

    def _get_unique_id(self, prefix: str) -> str:
        return f"{prefix}_{uuid4().hex}"


class _Lines:
    """Opens the lines of one pool. Statements are kept on them, or for good not any more once one was lost."""

    def __init__(self, *, keeps: bool) -> None:
        self.keeps = keeps
        self.role: str | None = None
        """What its transactions run as; `None`, as whoever signed in, before there is a schema."""

    async def open(self, *address: Any, **how: Any) -> Any:
        """A line as `asyncpg.connect` gives it. Plans are made for the values at hand, but in a `glance`."""
        if self.keeps:
            settings = {**SESSION, "plan_cache_mode": "force_custom_plan"}
            line = await asyncpg.connect(*address, statement_cache_size=KEPT, server_settings=settings, **how)
        else:
            line = await asyncpg.connect(*address, statement_cache_size=0, server_settings=SESSION, **how)
        line.lines = self
        return line


class _Pool(asyncpg.Pool):  # type: ignore[misc]  # asyncpg has no types
    """A pool that knows how its lines are opened, and what their transactions run as."""

    __slots__ = ("lines",)
    lines: _Lines


async def open_pool(
    url: str, *, at_most: int = 10, command_seconds: float = 60, role: str | None = None
) -> Any:
    """A pool that works behind a transaction pooler; where there is none, prepared statements are kept.

    Its transactions run as `role`. `Unavailable` when Postgres is away, `SettingWrong` when it refuses the role, the password
    or the database.
    """
    try:
        lines = _Lines(keeps=await _leads_straight(url))
        lines.role = role
        pool = _Pool(
            url,
            connect=lines.open,
            connection_class=_Line,
            record_class=asyncpg.Record,
            min_size=1,
            max_size=at_most,
            max_queries=50_000,
            max_inactive_connection_lifetime=300.0,
            command_timeout=command_seconds,
            timeout=10,
            setup=None,
            init=_prepare,
            reset=_as_it_is,
            loop=None,
        )
        pool.lines = lines
        await pool
    except REFUSED as refusal:
        raise _refused("DATABASE_URL", refusal) from None
    except AWAY as away:
        raise Unavailable(f"Postgres does not answer: {type(away).__name__}", dependency="postgres") from away
    pools.add(pool)
    return pool


def act_as(pool: Any, role: str | None) -> None:
    """From the next transaction on this pool's run as `role`: for who opened it before there was a schema."""
    pool.lines.role = role


async def _leads_straight(url: str) -> bool:
    """Whether each line to this address is a session of Postgres of its own, from its beginning to its end.

    A pooler tells whoever signs in a process of its own invention, or tells two who are there at once the same one.
    """
    async with AsyncExitStack() as lines:
        told, served = [], []
        for _ in range(2):
            line = await asyncpg.connect(url, timeout=10, command_timeout=10, statement_cache_size=0)
            lines.push_async_callback(_take_leave, line)
            told.append(line.get_server_pid())
            served.append(await line.fetchval("SELECT pg_backend_pid()"))
        return told == served and served[0] != served[1]


async def _as_it_is(line: Any) -> None:
    """Whoever gives a line back leaves nothing in its session: behind a pooler it is not theirs either.

    But who is cancelled while a transaction ends may leave that open.
    """
    if line.is_in_transaction():
        await line.execute("ROLLBACK")


@asynccontextmanager
async def transaction(
    pool: Any, *, org_id: int | None = None, role: str | None = None, wait_seconds: float = 10
) -> AsyncIterator[Any]:
    """One transaction on one connection; commits at the end, rolls back on any exception.

    It runs as `role`, or as the pool's, and sees of organisations' own rows only those of `org_id`: without one, none.
    `Unavailable` when Postgres is away or all connections are taken, `StoreFull` when its disk has no room, `TooSlow` when a
    statement outlasts the pool's limit.
    """
    async with (
        _line_of(pool, wait_seconds) as line,
        _begun(line, BEGIN + said(role or line.lines.role, org_id)),
    ):
        yield line


@asynccontextmanager
async def glance(pool: Any, *, org_id: int | None = None, wait_seconds: float = 10) -> AsyncIterator[Any]:
    """A transaction that changes nothing, for reads by key whose plan is the same for all values; acts and fails as
    `transaction`.

    Where statements are kept, they are planned once. For a question whose best plan depends on what is asked take `transaction`.
    """
    async with _line_of(pool, wait_seconds) as line:
        planned = PLANNED if line.lines.keeps else ""
        async with _begun(line, BEGIN_READING + planned + said(line.lines.role, org_id)):
            yield line


@asynccontextmanager
async def _begun(line: Any, begin: str) -> AsyncIterator[None]:
    try:
        await line.execute(begin)
        yield
    except BaseException:
        await line.execute("ROLLBACK")
        raise
    await line.execute("COMMIT")


@asynccontextmanager
async def _line_of(pool: Any, wait_seconds: float) -> AsyncIterator[Any]:
    try:
        line = await _acquired(pool, wait_seconds)
        try:
            yield line
        except LOST as lost:
            _log.warning("a prepared statement was lost: none are kept from here on", because=str(lost))
            line.lines.keeps = False
            await pool.expire_connections()
            raise Unavailable("a prepared statement was lost", dependency="postgres") from lost
        finally:
            await pool.release(line)
    except asyncio.CancelledError:
        raise
    except asyncpg.InvalidCachedStatementError as changed:
        raise Unavailable("a table changed its shape", dependency="postgres") from changed
    except asyncpg.InvalidParameterValueError as missing:
        if "role" not in str(missing):
            raise
        raise Unavailable("the schema is not there yet: its migrations have not run") from missing
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
    except AWAY:
        connection.terminate()


@asynccontextmanager
async def reading(connection: Any, *, most_seconds: float) -> AsyncIterator[None]:
    """A transaction that changes nothing, whose statements end in time, and which leaves nothing behind at a pooler."""
    async with connection.transaction(readonly=True):
        await connection.execute(f"SET LOCAL statement_timeout = {max(1, int(most_seconds * 1000))}")
        yield

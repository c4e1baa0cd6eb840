"""Rows out of a database: all tables as they were at one instant, while everybody goes on writing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

from ventra.backup.container import Organisation, Sequence, Table
from ventra.backup.store import catalog
from ventra.errors import Unavailable, VentraError
from ventra.infra.db import AWAY, connected

STALL_SECONDS = 600.0
LOCK_SECONDS = 30
TRIES = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One instant of a database, held open on a connection of its own, and what of it is to go.

    `queries` ask for a table's rows where not all of them go; `organisation` is whose file it becomes, none for a backup.
    """

    db: Any
    revision: str
    postgres: str
    taken_at: datetime
    tables: tuple[Table, ...]
    sequences: tuple[Sequence, ...]
    size_bytes: int
    left_out: Mapping[str, str] = field(default_factory=lambda: catalog.LEFT_OUT)
    queries: Mapping[str, str] = field(default_factory=dict)
    organisation: Organisation | None = None


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Snapshot]:
    """Hold an instant. No table can be altered meanwhile; writing goes on. `Unavailable` when Postgres is away or is migrated."""
    try:
        async with connected(url) as db:
            for _ in range(TRIES):
                before = await catalog.tables(db)
                instant = db.transaction(isolation="repeatable_read", readonly=True)
                await instant.start()
                if before == await _hold(db, before):
                    # Nothing was written, so the connection's end is the transaction's: a COPY that was told to stop in
                    # the middle leaves a connection that takes no ROLLBACK.
                    yield await _told(db, before)
                    return
                await instant.rollback()
            raise Unavailable("tables come and go: a migration is running", dependency="postgres")
    except (asyncpg.LockNotAvailableError, asyncpg.UndefinedTableError) as held:
        raise Unavailable("a table is being changed: a migration is running", dependency="postgres") from held
    except asyncpg.InsufficientPrivilegeError as refused:
        raise VentraError(f"this user of Postgres may not read everything: {refused}") from refused
    except AWAY as away:
        raise Unavailable(f"Postgres does not answer: {type(away).__name__}", dependency="postgres") from away


async def _hold(db: Any, tables: list[Table]) -> list[Table]:
    # Row-level security would leave rows out in silence; with it off, reading fails instead.
    await db.execute(
        "SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
        f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"
    )
    if tables:
        # The first query takes the snapshot; by then no table may change its shape any more.
        names = ", ".join(catalog.quoted(table.name) for table in tables)
        await db.execute(f"LOCK TABLE {names} IN ACCESS SHARE MODE")
    return await catalog.tables(db)


async def _told(db: Any, tables: list[Table]) -> Snapshot:
    revision = await catalog.revision(db)
    if revision is None:
        raise VentraError("this database holds nothing of VENTRA: no migration has run on it")
    facts = await db.fetchrow(
        "SELECT current_setting('server_version') AS postgres, now() AS taken_at,"
        " pg_database_size(current_database()) AS size_bytes"
    )
    return Snapshot(
        db,
        revision,
        facts["postgres"],
        facts["taken_at"],
        tuple(table for table in tables if table.name not in catalog.LEFT_OUT),
        tuple(await catalog.sequences(db)),
        facts["size_bytes"],
    )


async def copy_out(held: Snapshot, table: Table, sink: Callable[[bytes], Awaitable[None]]) -> int:
    """Give every row of a table that is to go, as COPY writes it, to `sink`; how many there were."""
    columns = ", ".join(map(catalog.quoted, table.columns))
    query = held.queries.get(table.name, f"SELECT {columns} FROM {catalog.quoted(table.name)}")
    async with asyncio.timeout(STALL_SECONDS) as limit:

        async def out(data: bytes) -> None:
            await sink(data)
            limit.reschedule(asyncio.get_running_loop().time() + STALL_SECONDS)

        status: str = await held.db.copy_from_query(query, output=out)
    return int(status.rpartition(" ")[2])

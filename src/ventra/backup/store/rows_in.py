"""Rows into a database, all in one transaction: whatever fails, the database is as it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from ventra.backup.container import Sequence as SequenceState
from ventra.backup.container import Table
from ventra.backup.seal import Damaged
from ventra.backup.store import catalog
from ventra.errors import Conflict, Unavailable
from ventra.infra.db import AWAY, connected

STALL_SECONDS = 900.0
LOCK_SECONDS = 30


@asynccontextmanager
async def at(url: str) -> AsyncIterator[Any]:
    """A connection of its own, for everything that a restore asks; its failures said plainly."""
    try:
        async with connected(url) as db:
            yield db
    except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as busy:
        raise Conflict("the database is in use: stop api, worker and bot, then restore again") from busy
    except AWAY as away:
        raise Unavailable(f"Postgres does not answer: {type(away).__name__}", dependency="postgres") from away


@asynccontextmanager
async def alone_with(db: Any, tables: Sequence[Table]) -> AsyncIterator[None]:
    """A transaction in which nobody else can see or touch these tables; it commits at the end, or never was."""
    async with db.transaction():
        await db.execute(
            f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'; SET LOCAL statement_timeout = 0;"
            "SET LOCAL idle_in_transaction_session_timeout = 0"
        )
        await db.execute(f"LOCK TABLE {_names(tables)} IN ACCESS EXCLUSIVE MODE")
        yield


async def empty(db: Any, tables: Sequence[Table]) -> None:
    """Remove every row of these tables."""
    await db.execute(f"TRUNCATE {_names(tables)}")


def _names(tables: Sequence[Table]) -> str:
    return ", ".join(catalog.quoted(table.name) for table in tables)


async def make_months(db: Any, tables: Sequence[Table]) -> None:
    """Make the partitions that these tables had."""
    for month in sorted({month for table in tables for month in table.months}):
        try:
            await db.execute("SELECT ventra_make_month($1)", month)
        except asyncpg.RaiseError as wrong:
            raise Damaged(f"the backup's months cannot be: {wrong}") from wrong


async def copy_in(db: Any, table: Table, pieces: AsyncIterator[bytes]) -> int:
    """Load a table's rows as COPY wrote them; how many there were."""
    async with asyncio.timeout(STALL_SECONDS) as limit:

        async def watched() -> AsyncIterator[bytes]:
            async for piece in pieces:
                limit.reschedule(asyncio.get_running_loop().time() + STALL_SECONDS)
                yield piece

        try:
            status: str = await db.copy_to_table(table.name, source=watched(), columns=table.columns)
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as wrong:
            raise Damaged(f"{table.name} does not take the backup's rows: {wrong}") from wrong
    return int(status.rpartition(" ")[2])


async def set_sequences(db: Any, states: Sequence[SequenceState]) -> None:
    """Let every sequence go on where it stood."""
    for state in states:
        await db.execute(
            "SELECT setval($1::regclass, $2, $3)",
            catalog.quoted(state.name),
            state.last_value,
            state.is_called,
        )


async def analyze(db: Any) -> None:
    """Let the planner know what has come."""
    await db.execute("ANALYZE")


async def clear(db: Any) -> None:
    """Drop every table, sequence and function of ours, so that migrations begin anew; extensions stay."""
    async with db.transaction():
        await db.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        for kind, names in await _ours(db):
            await db.execute(f"DROP {kind} IF EXISTS {names} CASCADE")


async def _ours(db: Any) -> list[tuple[str, str]]:
    rows = await db.fetch(
        """
        WITH kinds (letter, kind) AS (
            VALUES ('r', 'TABLE'), ('p', 'TABLE'), ('S', 'SEQUENCE'), ('v', 'VIEW'), ('m', 'MATERIALIZED VIEW'))
        SELECT k.kind, string_agg(c.oid::regclass::text, ', ') AS names
          FROM pg_class c JOIN kinds k ON k.letter = c.relkind::text
         WHERE c.relnamespace = current_schema()::regnamespace AND NOT c.relispartition
           AND NOT EXISTS (SELECT FROM pg_depend d
                            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refobjid <> c.oid
                              AND d.deptype IN ('e', 'i'))
         GROUP BY k.kind
         UNION ALL
        SELECT 'FUNCTION', string_agg(p.oid::regprocedure::text, ', ') FROM pg_proc p
         WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f'
           AND NOT EXISTS (SELECT FROM pg_depend d
                            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
        HAVING count(*) > 0
         ORDER BY 1 DESC
        """
    )
    return [(row["kind"], row["names"]) for row in rows]

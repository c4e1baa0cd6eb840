"""An organisation's rows into a database that has none, within one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import asyncpg

from ventra.backup.container import Table
from ventra.backup.seal import Damaged
from ventra.backup.store import rows_in
from ventra.backup.store.catalog import filled, quoted
from ventra.backup.store.home_tables import PERSONS, TAKEN
from ventra.core.rights import OWNER

_INCOMING = "ventra_incoming"
_COUNTED = """
SELECT c.relname AS name, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY($1) AND a.attidentity <> '' AND NOT a.attisdropped
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows come to: the organisation's number here, and who stands for the owner of number `old_owner_id`."""

    org_id: int
    owner_id: int
    old_owner_id: int


async def person(db: Any, email: str) -> tuple[int, bool]:
    """The account of a normalised address, made where there is none; whether it was."""
    known: int | None = await db.fetchval("SELECT user_id FROM users WHERE email = $1", email)
    if known is not None:
        return known, False
    made: int = await db.fetchval("INSERT INTO users (email) VALUES ($1) RETURNING user_id", email)
    return made, True


async def organisation(db: Any, name: str, owner_id: int) -> int:
    """A new organisation with its owner alone in it; its number."""
    org_id: int = await db.fetchval("INSERT INTO organisations (name) VALUES ($1) RETURNING org_id", name)
    await db.execute(
        "INSERT INTO members (org_id, user_id, role) VALUES ($1, $2, $3)", org_id, owner_id, OWNER
    )
    return org_id


async def with_rows(db: Any, tables: Iterable[Table]) -> list[str]:
    """Which of these tables must be empty for rows to come, and are not."""
    return await filled(db, sorted(table.name for table in tables if not TAKEN[table.name].shared))


async def take_in(db: Any, table: Table, pieces: AsyncIterator[bytes], place: Place) -> int:
    """Load a table's rows as COPY wrote them, as this place's own; how many there were. `Damaged` when they do not fit.

    What never leaves with a table does not come with it either, whatever the file holds: it stays at its default.
    """
    taken = [column for column in table.columns if column not in TAKEN[table.name].without]
    columns = ", ".join(map(quoted, taken))
    incoming = ", ".join(map(quoted, table.columns))
    await db.execute(
        f"CREATE TEMP TABLE {_INCOMING} ON COMMIT DROP AS SELECT {incoming} FROM {quoted(table.name)} WITH NO DATA"
    )
    count = await rows_in.copy_in(db, Table(_INCOMING, table.columns), pieces)
    kept = " ON CONFLICT DO NOTHING" if TAKEN[table.name].shared else ""
    try:
        await db.execute(
            f"INSERT INTO {quoted(table.name)} ({columns}) OVERRIDING SYSTEM VALUE "
            f"SELECT {', '.join(_placed(column, place) for column in taken)} FROM {_INCOMING}{kept}",
            timeout=rows_in.STALL_SECONDS,
        )
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as wrong:
        raise Damaged(f"{table.name} does not take the file's rows: {wrong}") from wrong
    await db.execute(f"DROP TABLE {_INCOMING}")
    return count


def _placed(column: str, place: Place) -> str:
    if column == "org_id":
        return str(int(place.org_id))
    if column in PERSONS:
        return f"CASE WHEN {quoted(column)} = {int(place.old_owner_id)} THEN {int(place.owner_id)} END"
    return quoted(column)


async def count_on(db: Any, tables: Iterable[Table]) -> None:
    """Let the tables that number their rows go on behind the highest number that came."""
    for row in await db.fetch(_COUNTED, [table.name for table in tables]):
        name, column = quoted(row["name"]), quoted(row["column"])
        await db.execute(
            f"SELECT setval(pg_get_serial_sequence($1, $2), max({column})) FROM {name} HAVING max({column}) IS NOT NULL",
            name,
            row["column"],
        )

"""Files as they arrive over HTTP: in parts, so that none ever stands in memory, and whole or not at all."""

from __future__ import annotations

from typing import Any

from ventra.collect.answers import Import, ImportStarted
from ventra.errors import NotFound

ABANDONED_AFTER_HOURS = 6
REJECTS_A_TIME = 1000


async def begin(db: Any, file_name: str) -> int:
    """A new import that is still arriving; clears away uploads that a crash left half done."""
    await db.execute(
        "DELETE FROM imports WHERE state = 'receiving' AND created_at < now() - make_interval(hours => $1)",
        ABANDONED_AFTER_HOURS,
    )
    import_id: int = await db.fetchval(
        "INSERT INTO imports (file_name, state) VALUES ($1, 'receiving') RETURNING id", file_name
    )
    return import_id


async def add_part(db: Any, import_id: int, part: int, body: bytes) -> None:
    """Keep the next part."""
    await db.execute(
        "INSERT INTO import_parts (import_id, part, body) VALUES ($1, $2, $3)", import_id, part, body
    )


async def complete(db: Any, import_id: int, size_bytes: int) -> ImportStarted:
    """The file is whole: the worker may take it."""
    await db.execute("UPDATE imports SET state = 'waiting', bytes = $2 WHERE id = $1", import_id, size_bytes)
    return ImportStarted(import_id, "waiting")


async def discard(db: Any, import_id: int) -> None:
    """Leave nothing of an upload that broke off."""
    await db.execute("DELETE FROM imports WHERE id = $1 AND state = 'receiving'", import_id)


async def read(db: Any, import_id: int) -> Import:
    """How far an import is; `NotFound` when there is none."""
    row = await db.fetchrow(
        "SELECT id AS import_id, file_name, state, bytes, read, taken, known, rejected, error, created_at, "
        "finished_at FROM imports WHERE id = $1",
        import_id,
    )
    if row is None:
        raise NotFound(f"no import {import_id}", import_id=import_id)
    return Import(**dict(row))


async def rejects(db: Any, import_id: int, *, after_line: int) -> list[tuple[int, str, str]]:
    """The next rejected records as (line, reason, record), in order; empty at the end."""
    rows = await db.fetch(
        "SELECT line, reason, record FROM import_rejects WHERE import_id = $1 AND line > $2 "
        f"ORDER BY line LIMIT {REJECTS_A_TIME}",
        import_id,
        after_line,
    )
    return [(row["line"], row["reason"], row["record"]) for row in rows]

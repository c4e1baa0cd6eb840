"""Files that people sent through the page: claimed by one worker at a time, their parts dropped once they are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from ventra.infra.db import transaction

MOST_REJECTS = 10_000
"""Rejected records kept for reading back; the count is always whole."""


class Waiting(msgspec.Struct, frozen=True):
    """A file to import."""

    import_id: int
    file_name: str


async def claim(db: Any, *, now: datetime, until: datetime) -> Waiting | None:
    """Take the oldest file that waits or whose worker has gone."""
    row = await db.fetchrow(
        "UPDATE imports SET state = 'running', leased_until = $2 WHERE id = (SELECT id FROM imports "
        "WHERE state = 'waiting' OR (state = 'running' AND leased_until < $1) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) "
        "RETURNING id, file_name",
        now,
        until,
    )
    return None if row is None else Waiting(row["id"], row["file_name"])


async def write_parts(pool: Any, import_id: int, path: Path) -> None:
    """Write a file's parts to disk, one at a time, so that a large one never sits in memory."""
    part = -1
    with path.open("wb") as out:
        while True:
            async with transaction(pool) as db:
                row = await db.fetchrow(
                    "SELECT part, body FROM import_parts WHERE import_id = $1 AND part > $2 ORDER BY part LIMIT 1",
                    import_id,
                    part,
                )
            if row is None:
                return
            part = row["part"]
            out.write(row["body"])


async def note(db: Any, import_id: int, read: int, taken: int, known: int, rejected: int) -> None:
    """How far a running import is."""
    await db.execute(
        "UPDATE imports SET read = $2, taken = $3, known = $4, rejected = $5 WHERE id = $1 AND state = 'running'",
        import_id,
        read,
        taken,
        known,
        rejected,
    )


async def finish(
    db: Any, import_id: int, counts: tuple[int, int, int, int], rejects: Sequence[tuple[int, str, str]]
) -> None:
    """Keep the summary and the first rejects; the file itself is dropped."""
    await db.execute(
        "UPDATE imports SET state = 'done', finished_at = now(), leased_until = NULL, read = $2, taken = $3, known = $4, "
        "rejected = $5, error = NULL WHERE id = $1",
        import_id,
        *counts,
    )
    await db.execute("DELETE FROM import_rejects WHERE import_id = $1", import_id)
    await db.execute(
        "INSERT INTO import_rejects (import_id, line, reason, record) "
        "SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING",
        import_id,
        [r[0] for r in rejects],
        [r[1] for r in rejects],
        [r[2] for r in rejects],
    )
    await db.execute("DELETE FROM import_parts WHERE import_id = $1", import_id)


async def fail(db: Any, import_id: int, reason: str) -> None:
    """The file cannot be imported; say why and drop it."""
    await db.execute(
        "UPDATE imports SET state = 'failed', finished_at = now(), leased_until = NULL, error = $2 WHERE id = $1",
        import_id,
        reason[:2000],
    )
    await db.execute("DELETE FROM import_parts WHERE import_id = $1", import_id)

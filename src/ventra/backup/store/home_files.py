"""Files that are taken home, as rows: asked for by the api, made by a worker under a lease, kept for a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ventra.backup.answers import HomeFile

KEPT = timedelta(days=1)
LEASE = timedelta(seconds=60)
MOST_TRIES = 3
PART_BYTES = 1 << 20
_COLUMNS = (
    "file_id, state, asked_at, finished_at, finished_at + $2::interval AS until, size_bytes, rows, error"
)
_HELD = "org_id = $1 AND file_id = $2 AND tries = $3 AND state = 'running'"


@dataclass(frozen=True, slots=True)
class Leased:
    """The right to make a file; it is lost when `tries` in the row has moved on. `made_by` is gone with the account."""

    org_id: int
    file_id: int
    tries: int
    made_by: int | None


async def newest(db: Any, org_id: int) -> HomeFile | None:
    """The organisation's newest file, unless its day is over."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM home_files WHERE org_id = $1 AND (finished_at IS NULL OR finished_at > now() - $2::interval) "
        "ORDER BY file_id DESC LIMIT 1",
        org_id,
        KEPT,
    )
    return None if row is None else HomeFile(**row)


async def ask(db: Any, org_id: int, user_id: int) -> bool:
    """Let a file be made in the place of those that were; False while one is being made."""
    await db.execute("DELETE FROM home_files WHERE org_id = $1 AND finished_at IS NOT NULL", org_id)
    done = await db.fetchval(
        "INSERT INTO home_files (org_id, made_by) VALUES ($1, $2) "
        "ON CONFLICT (org_id) WHERE state IN ('waiting', 'running') DO NOTHING RETURNING true",
        org_id,
        user_id,
    )
    return bool(done)


async def part(db: Any, org_id: int, file_id: int, number: int) -> bytes | None:
    """A part of a file, from 0; `None` behind the last."""
    body: bytes | None = await db.fetchval(
        "SELECT body FROM home_parts WHERE org_id = $1 AND file_id = $2 AND part = $3",
        org_id,
        file_id,
        number,
    )
    return body


async def wait(db: Any) -> bool:
    """Whether a file waits to be made, or was left by a worker that died."""
    return bool(
        await db.fetchval(
            "SELECT EXISTS (SELECT FROM home_files WHERE state = 'waiting' OR (state = 'running' AND leased_until <= now()))"
        )
    )


async def take(db: Any) -> Leased | None:
    """Lease the file that waits longest; one that was tried often enough has failed."""
    await db.execute(
        "UPDATE home_files SET state = 'failed', error = 'failed', finished_at = now(), leased_until = NULL "
        "WHERE state = 'running' AND leased_until <= now() AND tries >= $1",
        MOST_TRIES,
    )
    row = await db.fetchrow(
        """
        WITH next AS (
            SELECT org_id, file_id FROM home_files
             WHERE state = 'waiting' OR (state = 'running' AND leased_until <= now())
             ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE home_files f SET state = 'running', tries = f.tries + 1, leased_until = now() + $1::interval, size_bytes = 0
          FROM next WHERE f.org_id = next.org_id AND f.file_id = next.file_id
        RETURNING f.org_id, f.file_id, f.tries, f.made_by
        """,
        LEASE,
    )
    return None if row is None else Leased(**row)


async def keep_alive(db: Any, lease: Leased, size_bytes: int) -> None:
    """It is still being made, and so large by now."""
    await db.execute(
        f"UPDATE home_files SET leased_until = now() + $4::interval, size_bytes = $5 WHERE {_HELD}",
        lease.org_id,
        lease.file_id,
        lease.tries,
        LEASE,
        size_bytes,
    )


async def finish(db: Any, lease: Leased, parts: Iterator[bytes], *, size_bytes: int, rows: int) -> bool:
    """Keep a file that is made; False, and nothing kept, when the lease was lost. Its parts are written one by one."""
    done = await db.fetchval(
        "UPDATE home_files SET state = 'done', finished_at = now(), leased_until = NULL, size_bytes = $4, rows = $5 "
        f"WHERE {_HELD} RETURNING true",
        lease.org_id,
        lease.file_id,
        lease.tries,
        size_bytes,
        rows,
    )
    if done:
        await db.executemany(
            "INSERT INTO home_parts (org_id, file_id, part, body) VALUES ($1, $2, $3, $4)",
            ((lease.org_id, lease.file_id, number, body) for number, body in enumerate(parts)),
        )
    return bool(done)


async def fail(db: Any, lease: Leased, error: str) -> None:
    """There will be no file; `error` is one of `Why`."""
    await db.execute(
        "UPDATE home_files SET state = 'failed', error = $4, finished_at = now(), leased_until = NULL, size_bytes = 0 "
        f"WHERE {_HELD}",
        lease.org_id,
        lease.file_id,
        lease.tries,
        error,
    )

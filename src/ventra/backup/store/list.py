"""The list of backups: a row for each one that went, or was to go, to the storage. Instants are the database's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

ALIVE_SECONDS = 60.0
BROKE_OFF = "it ended in the middle: whoever made it was stopped"
_LOCK = 7_239_403


async def begin(db: Any, name: str, revision: str) -> int | None:
    """Note a backup that begins; `None` while another is being made. Those whose maker is gone are failed from now on."""
    await db.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
    await _end_dead(db)
    number: int | None = await db.fetchval(
        """
        INSERT INTO backups (name, revision, alive_until) SELECT $1, $2, now() + $3::interval
         WHERE NOT EXISTS (SELECT FROM backups WHERE state = 'running')
        RETURNING backup_id
        """,
        name,
        revision,
        timedelta(seconds=ALIVE_SECONDS),
    )
    return number


async def _end_dead(db: Any) -> None:
    await db.execute(
        """
        UPDATE backups SET state = 'failed', finished_at = now(), error = $1
         WHERE state = 'running' AND coalesce(alive_until, started_at) <= now()
        """,
        BROKE_OFF,
    )


async def keep_alive(db: Any, number: int) -> bool:
    """The backup is still being made; False when its row was taken for a dead one's."""
    status = await db.execute(
        "UPDATE backups SET alive_until = now() + $2::interval WHERE backup_id = $1 AND state = 'running'",
        number,
        timedelta(seconds=ALIVE_SECONDS),
    )
    return bool(status == "UPDATE 1")


async def finish(db: Any, number: int, *, rows: int, size_bytes: int) -> None:
    """The file is in the storage."""
    await db.execute(
        """
        UPDATE backups SET state = 'done', finished_at = now(), alive_until = NULL, rows = $2, size_bytes = $3, error = NULL
         WHERE backup_id = $1
        """,
        number,
        rows,
        size_bytes,
    )


async def fail(db: Any, number: int, error: str) -> None:
    """There is no file. An outage is tried again and again: of the tries of a day that failed alike the last one stays."""
    await db.execute(
        "UPDATE backups SET state = 'failed', finished_at = now(), alive_until = NULL, error = $2 WHERE backup_id = $1",
        number,
        error,
    )
    await db.execute(
        """
        DELETE FROM backups
         WHERE state = 'failed' AND error = $2 AND backup_id <> $1 AND started_at > now() - interval '1 day'
        """,
        number,
        error,
    )


async def deleted(db: Any, names: Sequence[str]) -> None:
    """These files were removed from the storage."""
    await db.execute(
        "UPDATE backups SET state = 'deleted' WHERE state = 'done' AND name = ANY($1::text[])", list(names)
    )


async def is_due(db: Any, since: datetime) -> bool:
    """Whether no backup was begun since then that is done or being made. What a dead maker left is noted as failed."""
    await _end_dead(db)
    return not await db.fetchval(
        "SELECT EXISTS (SELECT FROM backups WHERE state = 'running' OR (state IN ('done', 'deleted') AND started_at >= $1))",
        since,
    )

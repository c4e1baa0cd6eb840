"""The hosts we read from: whether they may be asked, and the operator's word that they may again."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ventra.infra.db import Connection

OK, SLOWED, STOPPED = "ok", "slowed", "stopped"
_COLUMNS = "host, state, reason, since, resume_at, last_ok_at"


class Source(msgspec.Struct, frozen=True):
    """A host we read from, as its row says."""

    host: str
    state: str
    reason: str | None
    since: datetime
    resume_at: datetime | None = None
    last_ok_at: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        """Whether the host may be asked."""
        return self.state != STOPPED and (self.resume_at is None or self.resume_at <= now)


async def source_of(db: Connection, host: str, now: datetime) -> Source:
    """A host's row; a host never asked before is open."""
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM sources WHERE host = $1", host)
    return Source(host, OK, None, now) if row is None else Source(**row)


async def locked(db: Connection, host: str, now: datetime) -> Source:
    """A host's row, made where it is missing and locked until the transaction ends."""
    question = f"SELECT {_COLUMNS} FROM sources WHERE host = $1 FOR UPDATE"
    row = await db.fetchrow(question, host)
    if row is None:
        await db.execute(
            "INSERT INTO sources (host, since) VALUES ($1, $2) ON CONFLICT DO NOTHING", host, now
        )
        row = await db.fetchrow(question, host)
    return Source(**row)


async def save(db: Connection, source: Source) -> None:
    """Write a row that `locked` gave."""
    await db.execute(
        "UPDATE sources SET state = $2, reason = $3, since = $4, resume_at = $5, last_ok_at = $6 WHERE host = $1",
        source.host,
        source.state,
        source.reason,
        source.since,
        source.resume_at,
        source.last_ok_at,
    )


async def resume(db: Connection, host: str) -> bool:
    """The operator lets a host be asked again and clears its alarms; says whether there is such a host."""
    done = await db.fetchval(
        "UPDATE sources SET state = 'ok', reason = NULL, resume_at = NULL, since = now() WHERE host = $1 RETURNING true",
        host,
    )
    await db.execute(
        "UPDATE alarms SET cleared_at = now() WHERE key = 'challenged' AND facts ->> 'host' = $1 AND cleared_at IS NULL",
        host,
    )
    return bool(done)

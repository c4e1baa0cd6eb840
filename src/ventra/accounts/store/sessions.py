"""Sessions: one row a device that signed in, from the first token to the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from ventra.accounts.who import Asker, Who
from ventra.core.rights import SCOPES, lesser
from ventra.infra.db import Connection

REUSED = "an old refresh token was shown"
_LIVE = "ended_at IS NULL AND expires_at > $2"


class Device(msgspec.Struct, frozen=True):
    """A session as its person sees it. `way` is how it was signed in: `password`, `passkey`, `telegram` or `link`."""

    session_id: UUID
    way: str
    device: str
    address: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    here: bool


class Rotation(msgspec.Struct, frozen=True):
    """What a refresh came to. Not `taken`: the session had ended, or this token was old and ended it (`reused`)."""

    taken: bool
    user_id: int | None = None
    reused: bool = False


async def begin(
    db: Connection,
    session_id: UUID,
    user_id: int,
    *,
    refresh: bytes,
    way: str,
    asker: Asker,
    expires_at: datetime,
) -> None:
    """Add a session, acting for the organisation that its person acted for last, or has been in longest."""
    await db.execute(
        """
        INSERT INTO sessions (session_id, user_id, refresh, way, device, address, expires_at, org_id)
        SELECT $1, $2, $3, $4, $5, $6, $7,
               (SELECT m.org_id FROM members m
                  LEFT JOIN LATERAL (SELECT max(s.seen_at) AS at FROM sessions s
                                      WHERE s.user_id = m.user_id AND s.org_id = m.org_id) used ON true
                 WHERE m.user_id = $2 ORDER BY used.at DESC NULLS LAST, m.since, m.org_id LIMIT 1)
        """,
        session_id,
        user_id,
        refresh,
        way,
        asker.device[:200],
        asker.address,
        expires_at,
    )


async def who(db: Connection, session_id: UUID, now: datetime, *, user_id: int) -> Who | None:
    """Who is in a session, `None` when it has ended or its person is suspended."""
    row = await db.fetchrow(
        f"""
        SELECT u.user_id, s.session_id, s.org_id, m.role, u.operator
          FROM sessions s JOIN users u ON u.user_id = s.user_id
          LEFT JOIN (members m JOIN organisations o ON o.org_id = m.org_id AND o.suspended_at IS NULL)
                 ON m.org_id = s.org_id AND m.user_id = s.user_id
         WHERE s.session_id = $1 AND s.user_id = $3 AND s.{_LIVE} AND u.suspended_at IS NULL
        """,
        session_id,
        now,
        user_id,
    )
    return None if row is None else Who(**row)


async def who_in_chat(db: Connection, chat_id: int) -> Who | None:
    """Whose private chat this is, acting for the organisation that they acted for last, or have been in longest.

    `None` when no account is linked to it, or its person is suspended. The operator's right stays with the page.
    """
    row = await db.fetchrow(
        """
        SELECT u.user_id, own.org_id, own.role
          FROM users u
          LEFT JOIN LATERAL (
               SELECT m.org_id, m.role
                 FROM members m JOIN organisations o ON o.org_id = m.org_id AND o.suspended_at IS NULL
                 LEFT JOIN LATERAL (SELECT max(s.seen_at) AS at FROM sessions s
                                     WHERE s.user_id = m.user_id AND s.org_id = m.org_id) used ON true
                WHERE m.user_id = u.user_id ORDER BY used.at DESC NULLS LAST, m.since, m.org_id LIMIT 1) own ON true
         WHERE u.telegram_id = $1 AND u.suspended_at IS NULL
        """,
        chat_id,
    )
    return None if row is None else Who(**row, chat_id=chat_id)


async def who_holds(db: Connection, digest: bytes, now: datetime) -> Who | None:
    """What a key may: at most what its maker still may in that organisation. `None` when it is spent, revoked or unknown."""
    row = await db.fetchrow(
        """
        SELECT k.key_id, k.org_id, k.scope, k.per_minute, k.used_at, m.role, u.user_id, u.operator
          FROM api_keys k
          JOIN organisations o ON o.org_id = k.org_id AND o.suspended_at IS NULL
          JOIN members m ON m.org_id = k.org_id AND m.user_id = k.made_by
          JOIN users u ON u.user_id = k.made_by AND u.suspended_at IS NULL
         WHERE k.digest = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)
        """,
        digest,
        now,
    )
    if row is None:
        return None
    # Often used, a key's row is written once a minute.
    await db.execute(
        "UPDATE api_keys SET used_at = $2 WHERE key_id = $1 "
        "AND (used_at IS NULL OR used_at < $2::timestamptz - interval '1 minute')",
        row["key_id"],
        now,
    )
    return Who(
        user_id=row["user_id"],
        key_id=row["key_id"],
        org_id=row["org_id"],
        role=lesser(SCOPES[row["scope"]], row["role"]),
        operator=row["operator"] and row["scope"] == "admin",
        per_minute=row["per_minute"],
    )


async def rotate(
    db: Connection, session_id: UUID, shown: bytes, new: bytes, asker: Asker, now: datetime
) -> Rotation:
    """Put a new refresh token in the place of the one shown, if that is the newest; an older one ends the session."""
    user_id = await db.fetchval(
        f"""
        UPDATE sessions s SET refresh = $4, rotations = rotations + 1, seen_at = $2, address = $5
          FROM users u
         WHERE s.session_id = $1 AND s.refresh = $3 AND s.{_LIVE} AND u.user_id = s.user_id AND u.suspended_at IS NULL
        RETURNING s.user_id
        """,
        session_id,
        now,
        shown,
        new,
        asker.address,
    )
    if user_id is not None:
        return Rotation(True, user_id)
    reused = await db.fetchval(
        f"""
        UPDATE sessions SET ended_at = $2, ended_because = $4 WHERE session_id = $1 AND refresh <> $3 AND {_LIVE}
        RETURNING user_id
        """,
        session_id,
        now,
        shown,
        REUSED,
    )
    return Rotation(False, reused, reused is not None)


async def listed(db: Connection, user_id: int, now: datetime, *, here: UUID | None) -> list[Device]:
    """A person's sessions that are still open, the one last seen first."""
    rows = await db.fetch(
        f"""
        SELECT session_id, way, device, address, created_at, seen_at, expires_at, session_id = $3 AS here
          FROM sessions WHERE user_id = $1 AND {_LIVE} ORDER BY seen_at DESC, session_id
        """,
        user_id,
        now,
        here,
    )
    return [Device(**row) for row in rows]


async def end(
    db: Connection,
    user_id: int,
    now: datetime,
    because: str,
    *,
    only: Sequence[UUID] | None = None,
    but: UUID | None = None,
) -> int:
    """End a person's sessions: all, only these, or all but one. How many there were."""
    done: Any = await db.fetch(
        f"""
        UPDATE sessions SET ended_at = $2, ended_because = $3
         WHERE user_id = $1 AND {_LIVE} AND ($4::uuid[] IS NULL OR session_id = ANY($4)) AND session_id IS DISTINCT FROM $5
        RETURNING session_id
        """,
        user_id,
        now,
        because,
        None if only is None else list(only),
        but,
    )
    return len(done)


async def act_for(db: Connection, session_id: UUID, user_id: int, org_id: int) -> bool:
    """Let a session act for another organisation of its person; False when they are in none such."""
    done = await db.fetchval(
        """
        UPDATE sessions SET org_id = $3 WHERE session_id = $1 AND user_id = $2
           AND EXISTS (SELECT FROM members WHERE org_id = $3 AND user_id = $2)
        RETURNING true
        """,
        session_id,
        user_id,
        org_id,
    )
    return bool(done)


async def is_live(db: Connection, session_id: UUID, shown: bytes, now: datetime) -> bool:
    """Whether a refresh token would be taken."""
    found = await db.fetchval(
        f"SELECT true FROM sessions WHERE session_id = $1 AND {_LIVE} AND refresh = $3",
        session_id,
        now,
        shown,
    )
    return bool(found)


async def began(db: Connection, session_id: UUID) -> datetime | None:
    """When a session was signed in."""
    found: datetime | None = await db.fetchval(
        "SELECT created_at FROM sessions WHERE session_id = $1", session_id
    )
    return found

"""Invitations into an organisation: a link with a role, used once."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ventra.infra.db import Connection

MOST_LISTED = 200


class Invitation(msgspec.Struct, frozen=True):
    """An invitation as the organisation sees it; the link itself is shown once. `state`: open, used, revoked or expired."""

    invitation_id: int
    role: str
    note: str
    invited_by: str
    created_at: datetime
    expires_at: datetime
    state: str


class Invited(msgspec.Struct, frozen=True):
    """What a link invites to."""

    invitation_id: int
    org_id: int
    organisation: str
    role: str
    invited_by: str
    expires_at: datetime


_OPEN = "i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2"


async def add(
    db: Connection,
    org_id: int,
    digest: bytes,
    *,
    role: str,
    note: str,
    invited_by: int,
    expires_at: datetime,
) -> int:
    """Keep a new one."""
    made: int = await db.fetchval(
        "INSERT INTO invitations (org_id, digest, role, note, invited_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "RETURNING invitation_id",
        org_id,
        digest,
        role,
        note,
        invited_by,
        expires_at,
    )
    return made


async def listed(db: Connection, org_id: int, now: datetime) -> list[Invitation]:
    """The newest first, at most `MOST_LISTED`."""
    rows = await db.fetch(
        """
        SELECT i.invitation_id, i.role, i.note, coalesce(nullif(u.name, ''), u.email, '') AS invited_by, i.created_at,
               i.expires_at,
               CASE WHEN i.used_at IS NOT NULL THEN 'used' WHEN i.revoked_at IS NOT NULL THEN 'revoked'
                    WHEN i.expires_at <= $2 THEN 'expired' ELSE 'open' END AS state
          FROM invitations i LEFT JOIN users u ON u.user_id = i.invited_by
         WHERE i.org_id = $1 ORDER BY i.created_at DESC, i.invitation_id DESC LIMIT $3
        """,
        org_id,
        now,
        MOST_LISTED,
    )
    return [Invitation(**row) for row in rows]


async def revoke(db: Connection, org_id: int, invitation_id: int, now: datetime) -> str | None:
    """Let a link invite no more; the role it was for, `None` when there is no open one of this number."""
    found: str | None = await db.fetchval(
        f"UPDATE invitations i SET revoked_at = $2 WHERE i.org_id = $1 AND i.invitation_id = $3 AND {_OPEN} RETURNING i.role",
        org_id,
        now,
        invitation_id,
    )
    return found


async def look(db: Connection, digest: bytes, now: datetime) -> Invited | None:
    """What an open link invites to; `None` when it no longer does, or its organisation is suspended."""
    row = await db.fetchrow(
        f"""
        SELECT i.invitation_id, i.org_id, o.name AS organisation, i.role, coalesce(nullif(u.name, ''), u.email, '') AS invited_by,
               i.expires_at
          FROM invitations i JOIN organisations o ON o.org_id = i.org_id AND o.suspended_at IS NULL
          LEFT JOIN users u ON u.user_id = i.invited_by
         WHERE i.digest = $1 AND {_OPEN}
        """,
        digest,
        now,
    )
    return None if row is None else Invited(**row)


async def use(db: Connection, invitation_id: int, user_id: int, now: datetime) -> bool:
    """Spend a link; False when somebody was faster."""
    done = await db.fetchval(
        f"UPDATE invitations i SET used_at = $2, used_by = $3 WHERE i.invitation_id = $1 AND {_OPEN} RETURNING true",
        invitation_id,
        now,
        user_id,
    )
    return bool(done)

"""Links that show a list, or a whole watchlist, to whoever has them; only digests of their secrets are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from ventra.infra.db import Connection

MOST_LISTED = 200
_OPEN = "s.revoked_at IS NULL AND s.expires_at > $2"


class ShareLink(msgspec.Struct, frozen=True):
    """A link as its organisation sees it; the link itself is shown once. `list_id`: none for the whole watchlist.

    `state`: open, revoked or expired. `opened`: how often, and when last.
    """

    link_id: int
    list_id: int | None
    list_name: str | None
    made_by: str
    made_at: datetime
    expires_at: datetime
    opened: int
    opened_at: datetime | None
    state: Literal["open", "revoked", "expired"]


class Opened(msgspec.Struct, frozen=True):
    """What an open link shows: a list by its name, or everything."""

    list_id: int | None
    list_name: str | None
    organisation: str
    expires_at: datetime


async def add(
    db: Connection,
    org_id: int,
    digest: bytes,
    *,
    list_id: int | None,
    made_by: int | None,
    expires_at: datetime,
) -> int:
    """Keep a new one."""
    made: int = await db.fetchval(
        "INSERT INTO share_links (org_id, digest, list_id, made_by, expires_at) VALUES ($1, $2, $3, $4, $5) RETURNING link_id",
        org_id,
        digest,
        list_id,
        made_by,
        expires_at,
    )
    return made


async def still_open(db: Connection, org_id: int, now: datetime) -> int:
    """How many links open something now."""
    found: int = await db.fetchval(
        f"SELECT count(*) FROM share_links s WHERE s.org_id = $1 AND {_OPEN}", org_id, now
    )
    return found


async def listed(db: Connection, org_id: int, now: datetime) -> list[ShareLink]:
    """The newest first, at most `MOST_LISTED`."""
    rows = await db.fetch(
        """
        SELECT s.link_id, s.list_id, l.name AS list_name, coalesce(nullif(u.name, ''), u.email, '') AS made_by, s.made_at,
               s.expires_at, s.opened, s.opened_at,
               CASE WHEN s.revoked_at IS NOT NULL THEN 'revoked' WHEN s.expires_at <= $2 THEN 'expired' ELSE 'open' END AS state
          FROM share_links s
          LEFT JOIN product_lists l ON l.org_id = s.org_id AND l.list_id = s.list_id
          LEFT JOIN users u ON u.user_id = s.made_by
         WHERE s.org_id = $1 ORDER BY s.link_id DESC LIMIT $3
        """,
        org_id,
        now,
        MOST_LISTED,
    )
    return [ShareLink(**row) for row in rows]


async def revoke(db: Connection, org_id: int, link_id: int, now: datetime) -> bool:
    """Let a link open nothing any more; False when there is no open one of this number."""
    done = await db.fetchval(
        f"UPDATE share_links s SET revoked_at = $2 WHERE s.org_id = $1 AND s.link_id = $3 AND {_OPEN} RETURNING true",
        org_id,
        now,
        link_id,
    )
    return bool(done)


async def whose(db: Connection, digest: bytes, now: datetime) -> tuple[int, int] | None:
    """The organisation and number of an open link, asked as the gate; `None` also when that organisation is suspended."""
    row = await db.fetchrow(
        f"""
        SELECT s.org_id, s.link_id FROM share_links s
          JOIN organisations o ON o.org_id = s.org_id AND o.suspended_at IS NULL
         WHERE s.digest = $1 AND {_OPEN}
        """,
        digest,
        now,
    )
    return None if row is None else (row["org_id"], row["link_id"])


async def opened(db: Connection, org_id: int, link_id: int, now: datetime, *, counted: bool) -> Opened | None:
    """What a link shows, counted where its first page is asked for; `None` when it has ended meanwhile."""
    if counted:
        await db.execute(
            f"UPDATE share_links s SET opened = s.opened + 1, opened_at = $2 WHERE s.org_id = $1 AND s.link_id = $3 AND {_OPEN}",
            org_id,
            now,
            link_id,
        )
    row = await db.fetchrow(
        f"""
        SELECT s.list_id, l.name AS list_name, o.name AS organisation, s.expires_at
          FROM share_links s
          JOIN organisations o ON o.org_id = s.org_id AND o.suspended_at IS NULL
          LEFT JOIN product_lists l ON l.org_id = s.org_id AND l.list_id = s.list_id AND l.deleted_at IS NULL
         WHERE s.org_id = $1 AND s.link_id = $3 AND {_OPEN} AND (s.list_id IS NULL OR l.list_id IS NOT NULL)
        """,
        org_id,
        now,
        link_id,
    )
    return None if row is None else Opened(**row)

"""Addresses that show a table to whoever has them; only digests of their secrets are kept."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ventra.core.texts import Language
from ventra.exports.answers import ExportLink
from ventra.exports.filters import Filters
from ventra.infra.db import Connection

MOST_LISTED = 200
_UNENDED = "s.revoked_at IS NULL AND s.expires_at > $2"
_BELONGS = "JOIN members m ON m.org_id = s.org_id AND m.user_id = s.made_by"


class Kept(msgspec.Struct, frozen=True):
    """What an open address shows."""

    source: str
    filters: Filters
    sort: str
    columns: str | None
    language: Language


async def add(
    db: Connection,
    org_id: int,
    digest: bytes,
    kept: Kept,
    *,
    name: str,
    made_by: int,
    expires_at: datetime,
) -> int:
    """Keep a new one."""
    made: int = await db.fetchval(
        "INSERT INTO export_links (org_id, digest, name, source, filters, sort, columns, language, made_by, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING link_id",
        org_id,
        digest,
        name,
        kept.source,
        kept.filters,
        kept.sort,
        kept.columns,
        kept.language,
        made_by,
        expires_at,
    )
    return made


async def still_open(db: Connection, org_id: int, now: datetime) -> int:
    """How many addresses show something now."""
    found: int = await db.fetchval(
        f"SELECT count(*) FROM export_links s {_BELONGS} WHERE s.org_id = $1 AND {_UNENDED}", org_id, now
    )
    return found


async def listed(db: Connection, org_id: int, now: datetime) -> list[ExportLink]:
    """The newest first, at most `MOST_LISTED`."""
    rows = await db.fetch(
        """
        SELECT s.link_id, s.name, s.source AS table, s.filters, s.sort, s.columns, s.language,
               coalesce(nullif(u.name, ''), u.email, '') AS made_by, s.made_at, s.expires_at, s.opened, s.opened_at,
               CASE WHEN s.revoked_at IS NOT NULL THEN 'revoked' WHEN s.expires_at <= $2 THEN 'expired'
                    WHEN m.user_id IS NULL OR u.suspended_at IS NOT NULL THEN 'ended' ELSE 'open' END AS state
          FROM export_links s
          LEFT JOIN members m ON m.org_id = s.org_id AND m.user_id = s.made_by
          LEFT JOIN users u ON u.user_id = s.made_by
         WHERE s.org_id = $1 ORDER BY s.link_id DESC LIMIT $3
        """,
        org_id,
        now,
        MOST_LISTED,
    )
    return [msgspec.convert(dict(row), ExportLink) for row in rows]


async def revoke(db: Connection, org_id: int, link_id: int, now: datetime) -> bool:
    """Let an address show nothing any more; False when there is no open one of this number."""
    done = await db.fetchval(
        f"UPDATE export_links s SET revoked_at = $2 WHERE s.org_id = $1 AND s.link_id = $3 AND {_UNENDED} RETURNING true",
        org_id,
        now,
        link_id,
    )
    return bool(done)


async def whose(db: Connection, digest: bytes, now: datetime) -> tuple[int, int] | None:
    """The organisation and number of an open address, asked as the gate.

    `None` also when that organisation or the maker is suspended, or the maker is no longer a member.
    """
    row = await db.fetchrow(
        f"""
        SELECT s.org_id, s.link_id FROM export_links s {_BELONGS}
          JOIN organisations o ON o.org_id = s.org_id AND o.suspended_at IS NULL
          JOIN users u ON u.user_id = s.made_by AND u.suspended_at IS NULL
         WHERE s.digest = $1 AND {_UNENDED}
        """,
        digest,
        now,
    )
    return None if row is None else (row["org_id"], row["link_id"])


async def opened(db: Connection, org_id: int, link_id: int, now: datetime) -> Kept | None:
    """What an address shows, counted; `None` when it has ended meanwhile."""
    row = await db.fetchrow(
        f"UPDATE export_links s SET opened = s.opened + 1, opened_at = $2 WHERE s.org_id = $1 AND s.link_id = $3 AND {_UNENDED} "
        "RETURNING s.source, s.filters, s.sort, s.columns, s.language",
        org_id,
        now,
        link_id,
    )
    return None if row is None else msgspec.convert(dict(row), Kept)

"""Keys of an organisation, of which only digests are kept."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ventra.infra.db import Connection

MOST_LISTED = 200


class Key(msgspec.Struct, frozen=True):
    """A key as its organisation sees it: its beginning alone is ever shown again. `state`: active, expired or revoked."""

    key_id: int
    name: str
    prefix: str
    scope: str
    per_minute: int
    made_by: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    state: str


async def add(
    db: Connection,
    org_id: int,
    *,
    digest: bytes,
    prefix: str,
    name: str,
    scope: str,
    per_minute: int,
    made_by: int,
    expires_at: datetime | None,
) -> int:
    """Keep a new one."""
    made: int = await db.fetchval(
        "INSERT INTO api_keys (org_id, digest, prefix, name, scope, per_minute, made_by, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING key_id",
        org_id,
        digest,
        prefix,
        name,
        scope,
        per_minute,
        made_by,
        expires_at,
    )
    return made


async def listed(db: Connection, org_id: int, now: datetime) -> list[Key]:
    """The newest first, at most `MOST_LISTED`."""
    rows = await db.fetch(
        """
        SELECT k.key_id, k.name, k.prefix, k.scope, k.per_minute, coalesce(nullif(u.name, ''), u.email, '') AS made_by,
               k.created_at, k.expires_at, k.used_at,
               CASE WHEN k.revoked_at IS NOT NULL OR u.user_id IS NULL THEN 'revoked'
                    WHEN k.expires_at <= $2 THEN 'expired' ELSE 'active' END AS state
          FROM api_keys k LEFT JOIN users u ON u.user_id = k.made_by
         WHERE k.org_id = $1 ORDER BY k.created_at DESC, k.key_id DESC LIMIT $3
        """,
        org_id,
        now,
        MOST_LISTED,
    )
    return [Key(**row) for row in rows]


async def active(db: Connection, org_id: int, now: datetime) -> int:
    """How many keys open doors now."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM api_keys WHERE org_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
        org_id,
        now,
    )
    return found


async def revoke(db: Connection, org_id: int, key_id: int, now: datetime) -> str | None:
    """Let a key open nothing any more; its name, `None` when there is none of this number that does."""
    found: str | None = await db.fetchval(
        "UPDATE api_keys SET revoked_at = $3 WHERE org_id = $1 AND key_id = $2 AND revoked_at IS NULL RETURNING name",
        org_id,
        key_id,
        now,
    )
    return found

"""What webhooks are signed with, sealed: which key each is of, and batches to seal anew."""

from __future__ import annotations

from collections.abc import Mapping

from ventra.accounts.store.sealed import Sealed
from ventra.infra.db import Connection
from ventra.infra.secrets import MARK_BYTES


async def batch(db: Connection, current: bytes, *, after: int, limit: int) -> list[Sealed]:
    """Secrets of channels beyond `after` that do not begin with the mark `current`, in order; held until the transaction ends."""
    rows = await db.fetch(
        "SELECT channel_id AS number, secret FROM alert_channels WHERE channel_id > $1 AND secret IS NOT NULL "
        "AND substring(secret, 1, $2) <> $3 ORDER BY channel_id LIMIT $4 FOR UPDATE",
        after,
        MARK_BYTES,
        current,
        limit,
    )
    return [Sealed(**row) for row in rows]


async def replace(db: Connection, fresh: Mapping[int, bytes]) -> None:
    """Put secrets in the place of those there were, by channel."""
    await db.execute(
        "UPDATE alert_channels c SET secret = n.secret FROM unnest($1::bigint[], $2::bytea[]) AS n(channel_id, secret) "
        "WHERE c.channel_id = n.channel_id",
        list(fresh),
        list(fresh.values()),
    )


async def counts(db: Connection) -> dict[bytes, int]:
    """How many secrets begin with each mark."""
    rows = await db.fetch(
        "SELECT substring(secret, 1, $1) AS mark, count(*) AS secrets FROM alert_channels WHERE secret IS NOT NULL GROUP BY 1",
        MARK_BYTES,
    )
    return {row["mark"]: row["secrets"] for row in rows}

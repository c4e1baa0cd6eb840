"""Second factors as they are kept, sealed: which key each is of, and batches to seal anew."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ventra.infra.db import Connection
from ventra.infra.secrets import MARK_BYTES


class Sealed(msgspec.Struct, frozen=True):
    """A secret, sealed, with the number of the person or the thing it is of."""

    number: int
    secret: bytes


async def batch(db: Connection, current: bytes, *, after: int, limit: int) -> list[Sealed]:
    """Secrets of accounts beyond `after` that do not begin with the mark `current`, in order; held until the transaction ends."""
    rows = await db.fetch(
        """
        SELECT user_id AS number, totp_secret AS secret FROM users
         WHERE user_id > $1 AND totp_secret IS NOT NULL AND substring(totp_secret, 1, $2) <> $3
         ORDER BY user_id LIMIT $4 FOR UPDATE
        """,
        after,
        MARK_BYTES,
        current,
        limit,
    )
    return [Sealed(**row) for row in rows]


async def replace(db: Connection, fresh: Mapping[int, bytes]) -> None:
    """Put secrets in the place of those there were, by person."""
    await db.execute(
        """
        UPDATE users u SET totp_secret = n.secret FROM unnest($1::bigint[], $2::bytea[]) AS n(user_id, secret)
         WHERE u.user_id = n.user_id
        """,
        list(fresh),
        list(fresh.values()),
    )


async def counts(db: Connection) -> dict[bytes, int]:
    """How many secrets begin with each mark."""
    rows = await db.fetch(
        "SELECT substring(totp_secret, 1, $1) AS mark, count(*) AS secrets FROM users WHERE totp_secret IS NOT NULL GROUP BY 1",
        MARK_BYTES,
    )
    return {row["mark"]: row["secrets"] for row in rows}

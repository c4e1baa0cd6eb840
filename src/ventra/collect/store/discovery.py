"""How far each leaf category has been walked; a lease is a number in the row, as in the watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from ventra.infra.db import Connection


class Walk(msgspec.Struct, frozen=True):
    """A leaf category leased for walking, and where to go on."""

    category_id: int
    lease: int
    next_offset: int
    failures: int


async def tree_read_at(db: Connection) -> datetime | None:
    """When the category tree was last read; `None` when never."""
    at: datetime | None = await db.fetchval("SELECT max(listed_at) FROM discovery")
    return at


async def list_leaves(db: Connection, category_ids: Sequence[int], now: datetime) -> None:
    """These are the leaves now; new ones are due at once."""
    await db.execute(
        """
        INSERT INTO discovery (category_id, listed_at, due_at)
        SELECT id, $2, $2 FROM unnest($1::bigint[]) AS n(id) ORDER BY id
        ON CONFLICT (category_id) DO UPDATE SET listed_at = excluded.listed_at
        """,
        sorted(category_ids),
        now,
    )


async def take_leaf(db: Connection, *, lease_seconds: int, now: datetime) -> Walk | None:
    """Lease the leaf that is longest due; one that the tree no longer lists is left alone."""
    row = await db.fetchrow(
        """
        WITH due AS (
            SELECT category_id FROM discovery
             WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
               AND listed_at = (SELECT max(listed_at) FROM discovery)
             ORDER BY due_at, category_id LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE discovery d SET lease = d.lease + 1, leased_until = $2 FROM due WHERE d.category_id = due.category_id
        RETURNING d.category_id, d.lease, d.next_offset, d.failures
        """,
        now,
        now + timedelta(seconds=lease_seconds),
    )
    return None if row is None else Walk(**row)


async def advance(
    db: Connection, walk: Walk, *, next_offset: int, cards_total: int | None, found: int
) -> bool:
    """Keep how far a walk has come; says whether the lease is still ours."""
    done = await db.fetchval(
        """
        UPDATE discovery SET next_offset = $3, cards_total = coalesce($4, cards_total), found = found + $5, failures = 0
         WHERE category_id = $1 AND lease = $2 AND leased_until IS NOT NULL RETURNING true
        """,
        walk.category_id,
        walk.lease,
        next_offset,
        cards_total,
        found,
    )
    return bool(done)


async def finish(db: Connection, walk: Walk, *, due_at: datetime, now: datetime) -> None:
    """The leaf is walked to its end: begin anew when it is due again."""
    await db.execute(
        """
        UPDATE discovery SET next_offset = 0, walked_at = $4, due_at = $3, failures = 0, leased_until = NULL
         WHERE category_id = $1 AND lease = $2
        """,
        walk.category_id,
        walk.lease,
        due_at,
        now,
    )


async def put_back(db: Connection, walk: Walk, *, due_at: datetime, failures: int) -> None:
    """End the lease with the walk unfinished; it goes on from where it stood."""
    await db.execute(
        "UPDATE discovery SET leased_until = NULL, due_at = $3, failures = $4 WHERE category_id = $1 AND lease = $2",
        walk.category_id,
        walk.lease,
        due_at,
        failures,
    )

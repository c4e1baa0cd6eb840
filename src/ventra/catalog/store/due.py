"""Who is visited next when not all can be: what is tracked, by fair shares, and the rest by how late it is for its interval."""

from __future__ import annotations

from datetime import datetime, timedelta

from ventra.catalog.store.leases import Lease
from ventra.core.pace import untracked_share
from ventra.infra.db import Connection

_TRACKED = """
claims AS (
    SELECT w.product_id, coalesce(t.org_id, 0) AS org_id,
           row_number() OVER (PARTITION BY coalesce(t.org_id, 0) ORDER BY l.late DESC, w.product_id) AS turn
      FROM watch w LEFT JOIN trackers t ON t.product_id = w.product_id
      CROSS JOIN LATERAL (SELECT extract(epoch FROM $1::timestamptz - w.due_at)::float8 / w.every_seconds AS late) l
     WHERE w.tracked AND w.due_at <= $1 AND (w.leased_until IS NULL OR w.leased_until <= $1)),
tracked AS (
    SELECT product_id, row_number() OVER (ORDER BY turn, hashint8extended(org_id, $5::bigint), product_id) AS place
      FROM (SELECT DISTINCT ON (product_id) product_id, org_id, turn FROM claims WHERE turn <= $2
             ORDER BY product_id, turn, hashint8extended(org_id, $5::bigint)) best
     ORDER BY place LIMIT $2)"""
"""Turn by turn over the organisations, each one's latest first. Where not all have a place in the last turn, the hash draws
lots, another time others: in the long run they get the same, however few places there are at once."""

_INTERVALS = """
intervals AS (
    (SELECT every_seconds FROM watch WHERE NOT tracked ORDER BY every_seconds LIMIT 1)
    UNION ALL
    SELECT (SELECT w.every_seconds FROM watch w WHERE NOT w.tracked AND w.every_seconds > i.every_seconds
             ORDER BY w.every_seconds LIMIT 1)
      FROM intervals i WHERE i.every_seconds IS NOT NULL),
untracked AS (
    SELECT product_id, row_number() OVER (ORDER BY late DESC, product_id) AS place
      FROM (SELECT w.product_id, extract(epoch FROM $1::timestamptz - w.due_at)::float8 / i.every_seconds AS late
              FROM intervals i CROSS JOIN LATERAL (
                   SELECT product_id, due_at FROM watch
                    WHERE NOT tracked AND every_seconds = i.every_seconds AND due_at <= $1
                      AND (leased_until IS NULL OR leased_until <= $1)
                    ORDER BY due_at, product_id LIMIT $2) w) latest
     ORDER BY place LIMIT $2)"""
"""The latest of each interval are at the beginning of its stretch of the index, and the next interval at the end of it."""

_NOBODY = "untracked AS (SELECT NULL::bigint AS product_id, NULL::bigint AS place WHERE $4::bigint < 0)"

_TAKEN = """
WITH RECURSIVE {untracked}, {tracked},
chosen AS (
    SELECT product_id, 0 AS side, place FROM tracked
     WHERE place <= $2::bigint - least($4::bigint, (SELECT count(*) FROM untracked))
    UNION ALL
    SELECT product_id, 1, place FROM untracked
     WHERE place <= $2::bigint - least($2::bigint - $4::bigint, (SELECT count(*) FROM tracked))),
free AS (
    SELECT w.product_id, c.side, c.place FROM chosen c JOIN watch w ON w.product_id = c.product_id
     WHERE w.due_at <= $1 AND (w.leased_until IS NULL OR w.leased_until <= $1)
       FOR NO KEY UPDATE OF w SKIP LOCKED),
taken AS (
    UPDATE watch w SET lease = w.lease + 1, leased_until = $3 FROM free WHERE w.product_id = free.product_id
    RETURNING w.product_id, w.lease, free.side, free.place)
SELECT product_id, lease FROM taken ORDER BY side, place
"""


async def take_due(
    db: Connection, *, collect: str, at_most: int, lease_seconds: int, now: datetime
) -> list[Lease]:
    """Lease up to `at_most` products that are due, those tracked first; `collect` is `tracked` or `all`.

    A tenth is for those that nobody tracks, over time also where `at_most` is small; what one side leaves goes to the other.
    What another sweep is just taking is passed over, not waited for.
    """
    if at_most <= 0:
        return []
    turn = int(now.timestamp())
    every = collect == "all"
    rows = await db.fetch(
        _TAKEN.format(untracked=_INTERVALS if every else _NOBODY, tracked=_TRACKED),
        now,
        at_most,
        now + timedelta(seconds=lease_seconds),
        untracked_share(at_most, turn) if every else 0,
        turn,
    )
    return [Lease(row["product_id"], row["lease"]) for row in rows]

"""Who is visited when. A lease is a number in the row: whoever holds an older number has lost it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from ventra.infra.db import Connection

TRACKED_SECONDS = 3_600


class Lease(msgspec.Struct, frozen=True, order=True):
    """The right to visit a product once; `lease` counts up each time the product is taken."""

    product_id: int
    lease: int


class Held(msgspec.Struct, frozen=True):
    """A lease that still holds, with what the next visit's time depends on."""

    lease: Lease
    every_seconds: int
    failures: int


class Settled(msgspec.Struct, frozen=True):
    """A visit's consequence for the watch: when next, and how many times in a row it went wrong."""

    lease: Lease
    due_at: datetime
    failures: int
    outcome: str


async def take_due(
    db: Connection, *, collect: str, at_most: int, lease_seconds: int, now: datetime
) -> list[Lease]:
    """Lease up to `at_most` products that are due, longest overdue first; `collect` is `tracked` or `all`."""
    rows = await db.fetch(
        f"""
        WITH due AS (
            SELECT product_id FROM watch
             WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) {"AND tracked" if collect != "all" else ""}
             ORDER BY due_at, product_id LIMIT $2 FOR UPDATE SKIP LOCKED)
        UPDATE watch w SET lease = w.lease + 1, leased_until = $3 FROM due WHERE w.product_id = due.product_id
        RETURNING w.product_id, w.lease
        """,
        now,
        at_most,
        now + timedelta(seconds=lease_seconds),
    )
    return sorted(Lease(row["product_id"], row["lease"]) for row in rows)


async def held(db: Connection, leases: Sequence[Lease], *, lock: bool = False) -> list[Held]:
    """Those of the leases that nobody has settled or taken since; with `lock` they stay so until the transaction ends."""
    rows = await db.fetch(
        f"""
        SELECT w.product_id, w.lease, w.every_seconds, w.failures
          FROM unnest($1::bigint[], $2::bigint[]) AS n(product_id, lease)
          JOIN watch w ON w.product_id = n.product_id AND w.lease = n.lease
         WHERE w.leased_until IS NOT NULL ORDER BY w.product_id {"FOR NO KEY UPDATE OF w" if lock else ""}
        """,
        *_columns(leases),
    )
    return [Held(Lease(r["product_id"], r["lease"]), r["every_seconds"], r["failures"]) for r in rows]


async def settle(db: Connection, settled: Sequence[Settled], now: datetime) -> int:
    """End leases after their visits; says how many were still held. Rows are locked by `held` before."""
    done = await db.fetch(
        """
        UPDATE watch w SET leased_until = NULL, due_at = n.due_at, failures = n.failures, last_outcome = n.outcome,
               last_visit = $6
          FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::integer[], $5::text[])
               AS n(product_id, lease, due_at, failures, outcome)
         WHERE w.product_id = n.product_id AND w.lease = n.lease AND w.leased_until IS NOT NULL
        RETURNING w.product_id
        """,
        *_columns([one.lease for one in settled]),
        [one.due_at for one in settled],
        [one.failures for one in settled],
        [one.outcome for one in settled],
        now,
    )
    return len(done)


async def release(db: Connection, leases: Sequence[Lease], *, not_before: datetime | None = None) -> None:
    """Give leases back without a visit; due as before, or at `not_before` where that is later."""
    await db.execute(
        """
        UPDATE watch w SET leased_until = NULL, due_at = greatest(w.due_at, $3)
          FROM unnest($1::bigint[], $2::bigint[]) AS n(product_id, lease)
         WHERE w.product_id = n.product_id AND w.lease = n.lease AND w.leased_until IS NOT NULL
        """,
        *_columns(leases),
        not_before,
    )


async def give_back(db: Connection, leases: Sequence[Lease], *, but_tracked: bool) -> list[Lease]:
    """Give leases back without a visit, due as before; with `but_tracked` those of tracked products stay. Gives what stays."""
    back = await db.fetch(
        """
        UPDATE watch w SET leased_until = NULL FROM unnest($1::bigint[], $2::bigint[]) AS n(product_id, lease)
         WHERE w.product_id = n.product_id AND w.lease = n.lease AND NOT (w.tracked AND $3)
        RETURNING w.product_id
        """,
        *_columns(leases),
        but_tracked,
    )
    gone = {row["product_id"] for row in back}
    return [lease for lease in leases if but_tracked and lease.product_id not in gone]


async def register(
    db: Connection,
    product_ids: Sequence[int],
    *,
    tracked: bool | None = None,
    every_seconds: int | None = None,
) -> int:
    """Watch these products; `None` leaves what is there (a new row: not tracked, hourly). Says how many are new."""
    rows = await db.fetch(
        """
        INSERT INTO watch AS w (product_id, tracked, every_seconds)
        SELECT id, coalesce($2::boolean, false), coalesce($3::integer, $4::integer) FROM unnest($1::bigint[]) AS n(id) ORDER BY id
        ON CONFLICT (product_id) DO UPDATE
           SET tracked = coalesce($2, w.tracked), every_seconds = coalesce($3, w.every_seconds)
         WHERE (w.tracked, w.every_seconds) IS DISTINCT FROM (coalesce($2, w.tracked), coalesce($3, w.every_seconds))
        RETURNING xmax = 0 AS is_new
        """,
        sorted(set(product_ids)),
        tracked,
        every_seconds,
        TRACKED_SECONDS,
    )
    return sum(row["is_new"] for row in rows)


async def watch_new(db: Connection, product_ids: Sequence[int], *, every_seconds: int) -> int:
    """Watch those of the products that nobody watched yet, not tracked; says how many that were."""
    rows = await db.fetch(
        """
        INSERT INTO watch (product_id, every_seconds) SELECT id, $2 FROM unnest($1::bigint[]) AS n(id) ORDER BY id
        ON CONFLICT DO NOTHING RETURNING product_id
        """,
        sorted(set(product_ids)),
        every_seconds,
    )
    return len(rows)


async def track(db: Connection, product_id: int, on: bool, now: datetime) -> None:
    """Track a product, at least hourly and from now on, or no more; a product nobody watched yet is watched."""
    await db.execute(
        """
        INSERT INTO watch AS w (product_id, tracked, every_seconds, due_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (product_id) DO UPDATE
           SET tracked = $2,
               every_seconds = CASE WHEN $2 THEN least(w.every_seconds, $3) ELSE w.every_seconds END,
               due_at = CASE WHEN $2 AND NOT w.tracked THEN least(w.due_at, $4) ELSE w.due_at END
        """,
        product_id,
        on,
        TRACKED_SECONDS,
        now,
    )


def _columns(leases: Sequence[Lease]) -> tuple[list[int], list[int]]:
    return [one.product_id for one in leases], [one.lease for one in leases]

"""The right to visit a product once: a number in its row. Whoever holds an older number has lost it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from ventra.core.pace import Shown
from ventra.infra.db import Connection


class Lease(msgspec.Struct, frozen=True, order=True):
    """The right to visit a product once; `lease` counts up each time the product is taken."""

    product_id: int
    lease: int


class Held(msgspec.Struct, frozen=True):
    """A lease that still holds, with what the next visit's time depends on; `units_a_day` is `None` where unknown."""

    lease: Lease
    every_seconds: int
    failures: int
    last_outcome: str | None
    tracked: bool
    asked_seconds: int | None
    units_a_day: float | None


class Settled(msgspec.Struct, frozen=True):
    """A visit's consequence for the watch: when next, how many times in a row it went wrong, the interval aimed at."""

    lease: Lease
    due_at: datetime
    failures: int
    outcome: str
    every_seconds: int


async def held(db: Connection, leases: Sequence[Lease], *, lock: bool = False) -> list[Held]:
    """Those of the leases that nobody has settled or taken since; with `lock` they stay so until the transaction ends.

    Units a day are the last week's mean, or today's so far where that is more: what takes off shows there first.
    """
    rows = await db.fetch(
        f"""
        SELECT w.product_id, w.lease, w.every_seconds, w.failures, w.last_outcome, w.tracked, w.asked_seconds,
               greatest(f.units_7 / 7, f.today_units) AS units_a_day
          FROM unnest($1::bigint[], $2::bigint[]) AS n(product_id, lease)
          JOIN watch w ON w.product_id = n.product_id AND w.lease = n.lease
          LEFT JOIN sales_figures f ON f.product_id = w.product_id
         WHERE w.leased_until IS NOT NULL ORDER BY w.product_id {"FOR NO KEY UPDATE OF w" if lock else ""}
        """,
        *_columns(leases),
    )
    return [
        Held(
            Lease(row["product_id"], row["lease"]),
            row["every_seconds"],
            row["failures"],
            row["last_outcome"],
            row["tracked"],
            row["asked_seconds"],
            row["units_a_day"],
        )
        for row in rows
    ]


async def shown(db: Connection, product_ids: Sequence[int]) -> dict[int, Shown]:
    """What the newest look at each product showed; those never seen are left out."""
    rows = await db.fetch(
        "SELECT product_id, price_uzs, stock FROM product_latest WHERE product_id = ANY($1)", product_ids
    )
    return {row["product_id"]: Shown(row["price_uzs"], row["stock"]) for row in rows}


async def settle(db: Connection, settled: Sequence[Settled], now: datetime) -> int:
    """End leases after their visits; says how many were still held. Rows are locked by `held` before."""
    done = await db.fetch(
        """
        UPDATE watch w SET leased_until = NULL, due_at = n.due_at, failures = n.failures, last_outcome = n.outcome,
               every_seconds = n.every_seconds, last_visit = $7
          FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::integer[], $5::text[], $6::integer[])
               AS n(product_id, lease, due_at, failures, outcome, every_seconds)
         WHERE w.product_id = n.product_id AND w.lease = n.lease AND w.leased_until IS NOT NULL
        RETURNING w.product_id
        """,
        *_columns([one.lease for one in settled]),
        [one.due_at for one in settled],
        [one.failures for one in settled],
        [one.outcome for one in settled],
        [one.every_seconds for one in settled],
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


async def prolong(db: Connection, leases: Sequence[Lease], *, until: datetime) -> None:
    """Hold leases for longer: their visits are under way."""
    await db.execute(
        """
        UPDATE watch w SET leased_until = greatest(w.leased_until, $3)
          FROM unnest($1::bigint[], $2::bigint[]) AS n(product_id, lease)
         WHERE w.product_id = n.product_id AND w.lease = n.lease AND w.leased_until IS NOT NULL
        """,
        *_columns(leases),
        until,
    )


def _columns(leases: Sequence[Lease]) -> tuple[list[int], list[int]]:
    return [one.product_id for one in leases], [one.lease for one in leases]

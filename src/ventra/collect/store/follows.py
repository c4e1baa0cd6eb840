"""Shops that somebody follows, and how far each has been paged; a lease is a number in the row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ventra.accounts.store.organisations import FIRST_ORGANISATION
from ventra.collect.answers import FollowedShop, Unfollowed
from ventra.infra.db import Connection
from ventra.infra.roles import WORKER_ROLE, acting

MOST_LISTED = 500
_KEY = "slug = $1 AND lease = $2 AND leased_until IS NOT NULL"


class ShopWalk(msgspec.Struct, frozen=True):
    """A followed shop leased for walking, and where to go on; `seller_id` is unknown until the shop was asked for."""

    slug: str
    lease: int
    seller_id: int | None
    next_offset: int
    cards_total: int | None
    missed: int
    failures: int


async def add(db: Connection, slug: str, now: datetime, *, org_id: int) -> bool:
    """Follow a shop for an organisation from now on; twice is once, and one that could not be walked is tried again at once.

    Says whether the organisation did not follow it before.
    """
    await db.execute(
        """
        INSERT INTO followed_shops AS f (slug, due_at, asked_at) VALUES ($1, $2, $2)
        ON CONFLICT (slug) DO UPDATE SET state = 'waiting', due_at = $2, failures = 0
         WHERE f.state IN ('unknown', 'failed')
        """,
        slug,
        now,
    )
    return await _count_in(db, slug, now, org_id)


async def _count_in(db: Connection, slug: str, now: datetime, org_id: int) -> bool:
    done = await db.fetchval(
        "INSERT INTO shop_followers (org_id, slug, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true",
        org_id,
        slug,
        now,
    )
    return bool(done)


async def followers(db: Connection, slug: str) -> list[int]:
    """The organisations that follow a shop."""
    rows = await db.fetch("SELECT org_id FROM shop_followers WHERE slug = $1 ORDER BY org_id", slug)
    return [row["org_id"] for row in rows]


async def goods(db: Connection, slug: str) -> list[int]:
    """What a followed shop has shown so far."""
    rows = await db.fetch("SELECT product_id FROM followed_products WHERE slug = $1", slug)
    return [row["product_id"] for row in rows]


async def listed(db: Connection, org_id: int) -> list[FollowedShop]:
    """Those that an organisation follows, the newest first, at most `MOST_LISTED`."""
    rows = await db.fetch(
        """
        SELECT f.slug AS shop, f.title, f.state, f.found, f.missed, o.since AS asked_at
          FROM shop_followers o JOIN followed_shops f ON f.slug = o.slug
         WHERE o.org_id = $1 ORDER BY o.since DESC, f.slug LIMIT $2
        """,
        org_id,
        MOST_LISTED,
    )
    return [FollowedShop(**row) for row in rows]


async def remove(db: Connection, slug: str, *, org_id: int) -> Unfollowed | None:
    """Follow a shop no more; its goods stay tracked. `None` when the organisation did not. Whom nobody follows is forgotten."""
    found = await db.fetchval(
        """
        WITH gone AS (DELETE FROM shop_followers WHERE org_id = $2 AND slug = $1 RETURNING slug)
        SELECT f.found FROM gone JOIN followed_shops f ON f.slug = gone.slug
        """,
        slug,
        org_id,
    )
    if found is None:
        return None
    await _forget(db, [slug])
    return Unfollowed(slug, found)


async def leave_for_gone(db: Connection, *, at_most: int) -> int:
    """Follow no more what organisations that are gone followed; for the worker's role. How many rows, at most `at_most`."""
    rows = await db.fetch(
        """
        DELETE FROM shop_followers WHERE (org_id, slug) IN (
            SELECT o.org_id, o.slug FROM shop_followers o
             WHERE o.org_id <> $1 AND NOT EXISTS (SELECT FROM organisations g WHERE g.org_id = o.org_id) LIMIT $2)
        RETURNING slug
        """,
        FIRST_ORGANISATION,
        at_most,
    )
    await _forget(db, [row["slug"] for row in rows])
    return len(rows)


async def _forget(db: Connection, slugs: Sequence[str]) -> None:
    """Those of the shops that nobody follows any more are walked no more."""
    async with acting(db, WORKER_ROLE):
        await db.execute(
            "DELETE FROM followed_shops f WHERE f.slug = ANY($1) "
            "AND NOT EXISTS (SELECT FROM shop_followers o WHERE o.slug = f.slug)",
            slugs,
        )


async def take(db: Connection, *, lease_seconds: int, now: datetime) -> ShopWalk | None:
    """Lease the shop that is longest due."""
    row = await db.fetchrow(
        f"""
        WITH due AS (
            SELECT slug FROM followed_shops
             WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
             ORDER BY due_at, slug LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE followed_shops f SET lease = f.lease + 1, leased_until = $2, state = 'walking'
          FROM due WHERE f.slug = due.slug
        RETURNING {", ".join(f"f.{name}" for name in ShopWalk.__struct_fields__)}
        """,
        now,
        now + timedelta(seconds=lease_seconds),
    )
    return None if row is None else ShopWalk(**row)


async def know(db: Connection, walk: ShopWalk, *, seller_id: int, title: str) -> bool:
    """Keep which shop it is; says whether the lease is still ours."""
    done = await db.fetchval(
        f"UPDATE followed_shops SET seller_id = $3, title = $4, failures = 0 WHERE {_KEY} RETURNING true",
        *_held(walk),
        seller_id,
        title,
    )
    return bool(done)


async def advance(db: Connection, walk: ShopWalk, *, leased_until: datetime) -> bool:
    """Keep how far a walk has come and prolong its lease; says whether that is still ours."""
    done = await db.fetchval(
        f"""
        UPDATE followed_shops SET next_offset = $3, cards_total = $4, missed = $5, failures = 0, leased_until = $6
         WHERE {_KEY} RETURNING true
        """,
        *_held(walk),
        walk.next_offset,
        walk.cards_total,
        walk.missed,
        leased_until,
    )
    return bool(done)


async def first_seen(db: Connection, walk: ShopWalk, product_ids: Sequence[int]) -> list[int]:
    """Count goods of the shop; gives those that it has not shown before."""
    rows = await db.fetch(
        """
        INSERT INTO followed_products (slug, product_id) SELECT $1, id FROM unnest($2::bigint[]) AS n(id) ORDER BY id
        ON CONFLICT DO NOTHING RETURNING product_id
        """,
        walk.slug,
        sorted(set(product_ids)),
    )
    if rows:
        await db.execute("UPDATE followed_shops SET found = found + $2 WHERE slug = $1", walk.slug, len(rows))
    return [row["product_id"] for row in rows]


async def end(
    db: Connection,
    walk: ShopWalk,
    state: str,
    *,
    due_at: datetime,
    failures: int = 0,
    walked_at: datetime | None = None,
) -> None:
    """End the lease. With `walked_at` the walk came to its end and the next begins anew; else it goes on where it stood."""
    await db.execute(
        f"""
        UPDATE followed_shops SET state = $3, due_at = $4, failures = $5, leased_until = NULL,
               next_offset = CASE WHEN $6::timestamptz IS NULL THEN next_offset ELSE 0 END, walked_at = coalesce($6, walked_at)
         WHERE {_KEY}
        """,
        *_held(walk),
        state,
        due_at,
        failures,
        walked_at,
    )


def _held(walk: ShopWalk) -> tuple[Any, ...]:
    return walk.slug, walk.lease

"""The shelves that discovery walks: a category, or a range of prices within it; a lease is a number in the row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ventra.collect.splitting import EVERYTHING
from ventra.collect.uzum.search import PriceRange
from ventra.infra.db import Connection

_KEY = "category_id = $1 AND price_from = $2 AND price_below = $3 AND lease = $4 AND leased_until IS NOT NULL"


class Walk(msgspec.Struct, frozen=True, kw_only=True):
    """A shelf leased for walking, and where to go on."""

    category_id: int
    leaf_id: int
    price_from: int
    price_below: int
    lease: int
    split: bool
    next_offset: int
    list_order: int
    cards_total: int | None
    newcomers: int
    other_cards: int
    missed: int
    every_seconds: int
    failures: int
    walked_at: datetime | None
    filter_ignored_at: datetime | None

    @property
    def prices(self) -> PriceRange:
        """The range it holds."""
        return PriceRange(self.price_from, self.price_below)

    @property
    def whole(self) -> bool:
        """Whether it is a category at every price."""
        return self.prices == EVERYTHING

    @property
    def asked_prices(self) -> PriceRange | None:
        """The filter to ask with; none for a whole category."""
        return None if self.whole else self.prices


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a page came to, to be kept with the shelf."""

    next_offset: int
    list_order: int
    cards_total: int | None
    newcomers: int
    other_cards: int
    missed: int


async def tree_read_at(db: Connection) -> datetime | None:
    """When the category tree was last read; `None` when never."""
    at: datetime | None = await db.fetchval("SELECT max(listed_at) FROM shelves")
    return at


async def list_leaves(db: Connection, category_ids: Sequence[int], now: datetime, *, window: int) -> None:
    """These are the leaves of the tree; new ones are due at once, or when the release before would have walked them."""
    await db.execute(
        """
        UPDATE shelves SET listed_at = $2,
               leaf_id = CASE WHEN category_id = ANY($1) THEN category_id ELSE leaf_id END
         WHERE leaf_id = ANY($1) OR category_id = ANY($1)
        """,
        sorted(category_ids),
        now,
    )
    await db.execute(
        """
        INSERT INTO shelves (category_id, leaf_id, listed_at, due_at, walked_at)
        SELECT n.id, n.id, $2, CASE WHEN d.walked_at IS NOT NULL AND d.cards_total <= $3 THEN d.due_at ELSE $2 END, d.walked_at
          FROM unnest($1::bigint[]) AS n(id) LEFT JOIN discovery d ON d.category_id = n.id
         ORDER BY n.id ON CONFLICT DO NOTHING
        """,
        sorted(category_ids),
        now,
        window,
    )


async def take(db: Connection, *, lease_seconds: int, now: datetime) -> Walk | None:
    """Lease the shelf that is longest due; one whose leaf the tree no longer lists is left alone."""
    row = await db.fetchrow(
        f"""
        WITH due AS (
            SELECT category_id, price_from, price_below FROM shelves
             WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
               AND listed_at = (SELECT max(listed_at) FROM shelves)
             ORDER BY due_at, category_id, price_from LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE shelves s SET lease = s.lease + 1, leased_until = $2 FROM due
         WHERE (s.category_id, s.price_from, s.price_below) = (due.category_id, due.price_from, due.price_below)
        RETURNING {", ".join(f"s.{name}" for name in Walk.__struct_fields__)}
        """,
        now,
        now + timedelta(seconds=lease_seconds),
    )
    return None if row is None else Walk(**row)


async def advance(db: Connection, walk: Walk, step: Step, *, found: int, leased_until: datetime) -> bool:
    """Keep how far a walk has come and prolong its lease; says whether that is still ours."""
    done = await db.fetchval(
        f"""
        UPDATE shelves SET next_offset = $5, list_order = $6, cards_total = coalesce($7, cards_total), newcomers = $8,
               other_cards = $9, missed = $10, found = found + $11, failures = 0, leased_until = $12
         WHERE {_KEY} RETURNING true
        """,
        *_key(walk),
        step.next_offset,
        step.list_order,
        step.cards_total,
        step.newcomers,
        step.other_cards,
        step.missed,
        found,
        leased_until,
    )
    return bool(done)


async def finish(db: Connection, walk: Walk, *, every_seconds: int, now: datetime) -> None:
    """The shelf is walked to its end: begin anew when it is due again."""
    await db.execute(
        f"""
        UPDATE shelves SET next_offset = 0, list_order = 0, newcomers = 0, other_cards = 0, walked_at = $5, every_seconds = $6,
               due_at = $7, failures = 0, leased_until = NULL
         WHERE {_KEY}
        """,
        *_key(walk),
        now,
        every_seconds,
        now + timedelta(seconds=every_seconds),
    )


async def put_back(db: Connection, walk: Walk, *, due_at: datetime, failures: int) -> None:
    """End the lease with the walk unfinished; it goes on from where it stood."""
    await db.execute(
        f"UPDATE shelves SET leased_until = NULL, due_at = $5, failures = $6 WHERE {_KEY}",
        *_key(walk),
        due_at,
        failures,
    )


def _key(walk: Walk) -> tuple[Any, ...]:
    return walk.category_id, walk.price_from, walk.price_below, walk.lease

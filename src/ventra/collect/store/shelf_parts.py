"""Shelves cut into parts and put together again; the parts of a shelf always hold the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ventra.collect.answers import Discovery
from ventra.collect.splitting import EVERYTHING, Part
from ventra.collect.store.shelves import Walk
from ventra.collect.uzum.search import PriceRange
from ventra.infra.db import Connection

_PARTS = """
    (category_id = $1 AND (price_from, price_below) <> ($2::bigint, $3::bigint)
     OR leaf_id = $1 AND category_id <> $1)
"""
"""What lies under a whole category: its ranges of prices and, under a leaf, sub-categories with theirs."""


async def cut(db: Connection, walk: Walk, middle: int, now: datetime) -> None:
    """Two ranges in place of the shelf, both due at once; a whole category stays, to be looked at, as a split one."""
    if walk.whole:
        await _keep_split(db, walk, now)
    else:
        await db.execute(
            "DELETE FROM shelves WHERE category_id = $1 AND price_from = $2 AND price_below = $3",
            walk.category_id,
            walk.price_from,
            walk.price_below,
        )
    await db.execute(
        """
        INSERT INTO shelves (category_id, leaf_id, price_from, price_below, listed_at, due_at, walked_at)
        SELECT $1, $2, n.low, n.below, (SELECT max(listed_at) FROM shelves), $5, $6
          FROM unnest($3::bigint[], $4::bigint[]) AS n(low, below) ON CONFLICT DO NOTHING
        """,
        walk.category_id,
        walk.leaf_id,
        [walk.price_from, middle],
        [middle, walk.price_below],
        now,
        walk.walked_at,
    )


async def spread(db: Connection, walk: Walk, category_ids: Sequence[int], now: datetime) -> None:
    """Sub-categories in place of a leaf; those that are there stay as they are, those no longer listed go."""
    await _keep_split(db, walk, now)
    await db.execute(
        "DELETE FROM shelves WHERE leaf_id = $1 AND category_id <> $1 AND category_id <> ALL($2::bigint[])",
        walk.leaf_id,
        list(category_ids),
    )
    await db.execute(
        """
        INSERT INTO shelves (category_id, leaf_id, listed_at, due_at)
        SELECT id, $2, (SELECT max(listed_at) FROM shelves), $3 FROM unnest($1::bigint[]) AS n(id) ORDER BY id
        ON CONFLICT DO NOTHING
        """,
        sorted(category_ids),
        walk.leaf_id,
        now,
    )


async def parts_of(db: Connection, walk: Walk) -> list[tuple[int, Part]]:
    """Everything that is paged in place of a split category: category and range, with its last count."""
    rows = await db.fetch(
        f"SELECT category_id, price_from, price_below, cards_total FROM shelves WHERE {_PARTS} AND NOT split"
        " ORDER BY category_id, price_from",
        walk.category_id,
        EVERYTHING.low,
        EVERYTHING.below,
    )
    return [
        (row["category_id"], Part(PriceRange(row["price_from"], row["price_below"]), row["cards_total"]))
        for row in rows
    ]


async def join(
    db: Connection, walk: Walk, whole: PriceRange, ranges: Sequence[PriceRange], now: datetime
) -> bool:
    """One range in place of neighbours, unless one of them is being walked; it is due when the first of them was."""
    columns = [one.low for one in ranges], [one.below for one in ranges]
    free = await db.fetch(
        """
        SELECT s.due_at, s.cards_total, s.walked_at FROM shelves s
          JOIN unnest($2::bigint[], $3::bigint[]) AS n(low, below) ON (s.price_from, s.price_below) = (n.low, n.below)
         WHERE s.category_id = $1 AND (s.leased_until IS NULL OR s.leased_until <= $4)
         ORDER BY s.price_from FOR UPDATE OF s SKIP LOCKED
        """,
        walk.category_id,
        *columns,
        now,
    )
    if len(free) < len(ranges):
        return False
    await db.execute(
        """
        DELETE FROM shelves s USING unnest($2::bigint[], $3::bigint[]) AS n(low, below)
         WHERE s.category_id = $1 AND (s.price_from, s.price_below) = (n.low, n.below)
        """,
        walk.category_id,
        *columns,
    )
    walked = [row["walked_at"] for row in free]
    await db.execute(
        """
        INSERT INTO shelves (category_id, leaf_id, price_from, price_below, listed_at, due_at, cards_total, walked_at)
        VALUES ($1, $2, $3, $4, (SELECT max(listed_at) FROM shelves), $5, $6, $7)
        """,
        walk.category_id,
        walk.leaf_id,
        whole.low,
        whole.below,
        min(row["due_at"] for row in free),
        sum(row["cards_total"] or 0 for row in free),
        None if None in walked else min(walked),
    )
    return True


async def put_together(db: Connection, walk: Walk, now: datetime, *, filter_ignored: bool = False) -> None:
    """The whole category in place of all its parts, due at once; with `filter_ignored` because prices cannot part it."""
    await db.execute(
        f"DELETE FROM shelves WHERE {_PARTS}", walk.category_id, EVERYTHING.low, EVERYTHING.below
    )
    await db.execute(
        """
        UPDATE shelves SET split = false, due_at = $2, next_offset = 0, list_order = 0, newcomers = 0, other_cards = 0,
               missed = 0, leased_until = NULL, filter_ignored_at = CASE WHEN $3 THEN $2 ELSE filter_ignored_at END
         WHERE category_id = $1 AND price_from = $4 AND price_below = $5
        """,
        walk.category_id,
        now,
        filter_ignored,
        EVERYTHING.low,
        EVERYTHING.below,
    )


async def told(db: Connection, now: datetime) -> Discovery:
    """All shelves in a few numbers, for the operator."""
    row = await db.fetchrow(
        """
        SELECT count(*) FILTER (WHERE NOT split) AS shelves,
               count(*) FILTER (WHERE due_at <= $1 AND NOT split) AS waiting,
               coalesce(sum(cards_total) FILTER (WHERE NOT split), 0)::bigint AS results,
               coalesce(sum(missed), 0)::bigint AS missed,
               count(*) FILTER (WHERE filter_ignored_at IS NOT NULL AND NOT split AND missed > 0) AS unparted
          FROM shelves WHERE listed_at = (SELECT max(listed_at) FROM shelves)
        """,
        now,
    )
    return Discovery(**row)


async def looked_at(db: Connection, walk: Walk, *, total: int, missed: int, due_at: datetime) -> None:
    """A split category was looked at: how much it holds, and how much of that its parts do not."""
    await db.execute(
        """
        UPDATE shelves SET cards_total = $5, missed = $6, due_at = $7, leased_until = NULL, failures = 0
         WHERE category_id = $1 AND price_from = $2 AND price_below = $3 AND lease = $4
        """,
        walk.category_id,
        walk.price_from,
        walk.price_below,
        walk.lease,
        total,
        missed,
        due_at,
    )


async def _keep_split(db: Connection, walk: Walk, now: datetime) -> None:
    await db.execute(
        """
        UPDATE shelves SET split = true, next_offset = 0, list_order = 0, newcomers = 0, other_cards = 0, missed = 0, due_at = $5,
               leased_until = NULL, walked_at = $6
         WHERE category_id = $1 AND price_from = $2 AND price_below = $3 AND lease = $4
        """,
        walk.category_id,
        walk.price_from,
        walk.price_below,
        walk.lease,
        now + timedelta(days=1),
        now,
    )

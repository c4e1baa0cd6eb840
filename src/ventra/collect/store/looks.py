"""What is known of a product or a shop that somebody wants to see before they track it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ventra.collect.answers import Look, LookState
from ventra.core.basis import NO_DATA
from ventra.core.capacity import Collect
from ventra.infra.db import Connection


class Seen(msgspec.Struct, frozen=True):
    """Whether a product was seen, since when, and how many of its days are closed."""

    state: LookState
    first_seen: datetime | None
    days_known: int


async def seen(db: Connection, product_id: int) -> bool:
    """Whether anybody ever saw it."""
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM product_latest WHERE product_id = $1)", product_id
    )
    return found


async def product(db: Connection, product_id: int) -> Seen | None:
    """How far a look at it is; `None` when it is neither known nor watched."""
    row = await db.fetchrow(
        f"""
        SELECT CASE WHEN l.product_id IS NOT NULL THEN 'seen'
                    WHEN w.last_outcome = 'gone' THEN 'gone' ELSE 'waiting' END AS state,
               (SELECT min(o.seen_from) FROM observations o
                 WHERE o.bucket = ventra_bucket($1::bigint) AND o.product_id = $1) AS first_seen,
               (SELECT count(*) FROM sales_days d
                 WHERE d.bucket = ventra_bucket($1::bigint) AND d.product_id = $1 AND d.basis <> {NO_DATA}) AS days_known
          FROM (SELECT $1::bigint AS product_id) asked
          LEFT JOIN watch w USING (product_id) LEFT JOIN product_latest l USING (product_id)
         WHERE w.product_id IS NOT NULL OR l.product_id IS NOT NULL
        """,
        product_id,
    )
    return None if row is None else Seen(**row)


async def shop(db: Connection, slug: str, *, collect: Collect | None) -> Look:
    """What is known of a shop by its name in its address."""
    row = await db.fetchrow(
        """
        SELECT s.title, (SELECT count(*) FROM products p WHERE p.seller_id = s.seller_id) AS products
          FROM sellers s WHERE s.slug = $1 ORDER BY s.seller_id DESC LIMIT 1
        """,
        slug,
    )
    return Look(
        kind="shop",
        product_id=None,
        shop=slug,
        title=None if row is None else row["title"],
        products=None if row is None else row["products"],
        state="waiting" if row is None else "seen",
        estimate_due_at=None,
        collect=collect,
    )

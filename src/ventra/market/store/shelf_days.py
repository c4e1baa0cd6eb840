"""Days of a few products on the shelf, and what they sold beside their leaf category; shops of one account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

Row = Mapping[str, Any]
# A state seen before a day ended and again after it began holds for that day; the look-up is one backwards in the key.
_DAYS = """
SELECT n.id AS product_id, d.day, o.price_uzs, o.stock
FROM unnest($1::bigint[]) AS n(id)
CROSS JOIN unnest($2::date[], $3::timestamptz[], $4::timestamptz[]) AS d(day, begins, ends)
CROSS JOIN LATERAL (
    SELECT o.price_uzs, o.stock, o.seen_to FROM observations o
    WHERE o.bucket = ventra_bucket(n.id) AND o.product_id = n.id AND o.seen_from < d.ends
    AND o.seen_from >= d.ends - interval '40 days'
    ORDER BY o.seen_from DESC LIMIT 1
) o WHERE o.seen_to >= d.begins
"""
_SOLD = """
SELECT s.product_id, s.day, s.units, s.units_low, s.units_high, k.units AS whole, k.units_down, k.units_up, k.units_known
FROM unnest($1::bigint[]) AS n(id)
CROSS JOIN LATERAL (
    SELECT * FROM sales_days s WHERE s.bucket = ventra_bucket(n.id) AND s.product_id = n.id AND s.day BETWEEN $3 AND $4
    AND s.basis > 0 OFFSET 0
) s
JOIN category_members m ON m.product_id = s.product_id AND m.category_id = $2
JOIN category_days k ON k.category_id = $2 AND k.day = s.day
"""
_SHOPS = """
WITH mine AS (SELECT seller_id, account_id, lower(title) AS title FROM sellers WHERE seller_id = $1),
found AS (
    SELECT s.seller_id, 'account' AS evidence FROM sellers s JOIN mine m ON s.account_id = m.account_id
    WHERE s.seller_id <> m.seller_id
    UNION ALL
    SELECT s.seller_id, 'title' FROM sellers s JOIN mine m ON md5(lower(s.title)) = md5(m.title) AND lower(s.title) = m.title
    WHERE s.seller_id <> m.seller_id AND (s.account_id IS NULL OR m.account_id IS NULL)
    LIMIT 100
)
SELECT f.evidence, s.seller_id, s.title, s.slug, s.orders_total,
       (SELECT count(*) FROM products p WHERE p.seller_id = s.seller_id AND p.state = 'active') AS products
FROM found f JOIN sellers s USING (seller_id) ORDER BY f.evidence, s.orders_total DESC NULLS LAST, s.seller_id
"""


async def days(
    db: Any, product_ids: Sequence[int], spans: Sequence[tuple[date, datetime, datetime]]
) -> list[Row]:
    """The last known state of each product's days (each with its begin and end); a day without one has no row."""
    columns = [list(column) for column in zip(*spans, strict=True)]
    return list(await db.fetch(_DAYS, list(product_ids), *columns))


async def sold(db: Any, product_ids: Sequence[int], category_id: int, first: date, last: date) -> list[Row]:
    """Known days of products of a leaf beside the leaf's own; those that stand elsewhere have none."""
    return list(await db.fetch(_SOLD, list(product_ids), category_id, first, last))


async def members(db: Any, category_id: int) -> int:
    """How many goods a leaf has on sale."""
    count: int = await db.fetchval(
        "SELECT count(*) FROM category_members WHERE category_id = $1", category_id
    )
    return count


async def account_known(db: Any, seller_id: int) -> bool | None:
    """Whether a shop's account is known; `None` when the shop is not."""
    row = await db.fetchrow(
        "SELECT account_id IS NOT NULL AS known FROM sellers WHERE seller_id = $1", seller_id
    )
    return None if row is None else row["known"]


async def other_shops(db: Any, seller_id: int) -> list[Row]:
    """Shops of the same account, and those of the same name of which it is not known whose they are."""
    return list(await db.fetch(_SHOPS, seller_id))

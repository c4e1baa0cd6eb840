"""Marks the days of categories that must be added up anew, because days of goods in them were closed."""

from __future__ import annotations

from typing import Any

from ventra.core.columns import Int64

# Those who close add rows and change none, so they never wait for each other. A product in no sum is marked once it joins one.
_MARK = """
INSERT INTO category_touched (category_id, first_day, last_day)
SELECT m.category_id, date '1970-01-01' + min(n.first), date '1970-01-01' + max(n.last)
FROM unnest($1::bigint[], $2::int[], $3::int[]) AS n(product_id, first, last)
CROSS JOIN LATERAL (SELECT category_id FROM category_members WHERE product_id = n.product_id OFFSET 0) m
GROUP BY m.category_id
"""


async def mark(db: Any, product: Int64, first: Int64, last: Int64) -> None:
    """Mark the categories of products from each one's `first` to its `last` day (day numbers)."""
    await db.execute(_MARK, *(part.tolist() for part in (product, first, last)))

"""The days of goods together, added up from their own days: for shops and lists, whose sums nobody keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.pooled import Sums

MOST_PRODUCTS = 5_000
"""A month of so many is some 150 000 rows, each found by its key."""
_DAYS = """
WITH known AS MATERIALIZED (
    SELECT n.product_id, d.* FROM unnest($1::bigint[], $2::smallint[]) AS n(product_id, bucket)
    CROSS JOIN LATERAL (
        SELECT s.day, s.basis, s.units, s.units_low, s.units_high FROM sales_days s
        WHERE s.bucket = n.bucket AND s.product_id = n.product_id AND s.day BETWEEN $3 AND $4 AND s.basis > 0
        AND s.units IS NOT NULL OFFSET 0
    ) d
)
SELECT d.day, count(*)::int AS known, sum(d.units) AS point, sum(d.units_low) AS low, max(d.basis) AS basis,
       sum((d.units - d.units_low) * (d.units - d.units_low)) AS down_squared,
       sum((d.units_high - d.units) * (d.units_high - d.units)) AS up_squared,
       (SELECT count(DISTINCT product_id) FROM known)::int AS products
FROM known d GROUP BY d.day ORDER BY d.day
"""


async def days_of(db: Any, product_ids: Sequence[int], first: date, last: date) -> dict[date, Sums]:
    """Units of the days from `first` to `last` on which any of these products, `MOST_PRODUCTS` at most, is known.

    The sums are over those that are known on any of the days: one without a past is no part of them.
    """
    ids = np.array(product_ids, np.int64)
    rows = await db.fetch(_DAYS, ids.tolist(), bucket_of(ids).tolist(), first, last)
    return {
        row["day"]: Sums(
            products=row["products"],
            known=row["known"],
            point=row["point"],
            low=row["low"],
            down_squared=row["down_squared"],
            up_squared=row["up_squared"],
            basis=row["basis"],
            known_days=1.0,
        )
        for row in rows
    }

"""What the whole market sells a day, by product that is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from ventra.core.profile import Float

_SOLD = """
SELECT day, sum(units) / sum(units_known) AS units FROM category_days
WHERE day BETWEEN $1 AND $2 AND units_known > 0 GROUP BY day
"""


async def sold_a_product(db: Any, last: date, *, most_days: int) -> Float:
    """Units a known product sold on each day up to `last`, from the first day that anything is known of; NaN where nothing is."""
    first = last - timedelta(days=most_days - 1)
    sold = {row["day"]: row["units"] for row in await db.fetch(_SOLD, first, last)}
    if not sold:
        return np.empty(0)
    begin = min(sold)
    return np.array([sold.get(begin + timedelta(days=day), np.nan) for day in range((last - begin).days + 1)])

"""Expenses of own shops by Tashkent day and by the words they come with; what was cancelled or refunded costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ventra.core.day import from_us, start_of_day_us
from ventra.shop.store.sold_days import DAY_OF, Asked

_CHARGES = f"""
SELECT e.shop_id, {DAY_OF.format("coalesce(e.service_at, e.created_at)")} AS day, e.name, e.source, e.code,
       sum(CASE e.kind WHEN 'INCOME' THEN -e.price ELSE e.price END)::bigint AS amount_uzs,
       count(*) FILTER (WHERE e.price IS NULL) AS unpriced
FROM own_expenses e JOIN own_shops s ON s.org_id = e.org_id AND s.shop_id = e.shop_id AND s.enabled
WHERE e.org_id = $1 AND ($2::bigint IS NULL OR e.shop_id = $2) AND e.status NOT IN ('CANCELED', 'REFUNDED')
  AND (e.service_at >= $3 AND e.service_at < $4 OR e.service_at IS NULL AND e.created_at >= $3 AND e.created_at < $4)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class Charge:
    """What a shop was charged on a day under the same words, whole soʻm; below 0 it was given back. `unpriced` had no sum."""

    shop_id: int
    day: int
    said: tuple[str | None, str | None, str | None]
    amount_uzs: int
    unpriced: int


async def charges(db: Any, asked: Asked) -> list[Charge]:
    """All of the days asked for."""
    begin, end = (from_us(start_of_day_us(day)) for day in (asked.first, asked.last + 1))
    rows = await db.fetch(_CHARGES, asked.org_id, asked.shop_id, begin, end)
    return [
        Charge(
            row["shop_id"],
            row["day"],
            (row["name"], row["source"], row["code"]),
            row["amount_uzs"] or 0,
            row["unpriced"],
        )
        for row in rows
    ]

"""What own goods truly have and truly sold of late, by variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ventra.core.day import from_day_number, from_us, start_of_day_us

Row = Mapping[str, Any]
DAYS = 28
_TRUTH = """
SELECT k.product_id, k.sku_id, k.product_title, k.purchase_price, k.price, k.seen_at,
       CASE WHEN k.fbo IS NULL AND k.fbs IS NULL THEN NULL ELSE coalesce(k.fbo, 0)::bigint + coalesce(k.fbs, 0) END AS stock,
       coalesce(u.units, 0) AS units, d.part
FROM own_skus k JOIN own_shops s ON s.org_id = k.org_id AND s.shop_id = k.shop_id AND s.enabled
LEFT JOIN (
    SELECT sku_id, sum(amount)::bigint AS units FROM own_order_items
    WHERE org_id = $1 AND ordered_at >= $3 AND ordered_at < $4 AND sku_id IS NOT NULL GROUP BY sku_id
) u USING (sku_id)
LEFT JOIN (
    SELECT sku_id, avg((coalesce(fbo, 0)::bigint + coalesce(fbs, 0) > 0)::integer)::float8 AS part FROM own_stock_days
    WHERE org_id = $1 AND day BETWEEN $5 AND $6 GROUP BY sku_id
) d USING (sku_id)
WHERE k.org_id = $1 AND ($2::bigint IS NULL OR k.shop_id = $2) AND k.archived IS DISTINCT FROM true ORDER BY 1, 2
"""


async def truths(db: Any, org_id: int, shop_id: int | None, closed: int) -> list[Row]:
    """Every variant that is for sale: pieces in stock (null: not told), units of 28 days up to the day number `closed`, and the
    part of the days seen on which there was stock (null: never seen).
    """
    first = closed - DAYS + 1
    rows: list[Row] = await db.fetch(
        _TRUTH,
        org_id,
        shop_id,
        from_us(start_of_day_us(first)),
        from_us(start_of_day_us(closed + 1)),
        from_day_number(first),
        from_day_number(closed),
    )
    return rows

"""The shelf of tracked products before a moment and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ventra.core.shelf_changes import Shelf

REACH = timedelta(days=62)
"""A look further back than this before the moment is none: what changed since then is not of these days."""

_STATEMENT = """
SELECT t.product_id, l.seen_at, l.price_uzs, l.stock, p.gone_since,
       b.price_uzs AS price_before, b.stock AS stock_before, b.seen_to AS before_at
FROM trackers t
JOIN products p ON p.product_id = t.product_id
LEFT JOIN product_latest l ON l.product_id = t.product_id
LEFT JOIN marked_products m ON m.org_id = t.org_id AND m.product_id = t.product_id
LEFT JOIN LATERAL (
    SELECT o.price_uzs, o.stock, o.seen_to FROM observations o
    WHERE o.bucket = p.bucket AND o.product_id = p.product_id AND o.seen_from <= $3 AND o.seen_from > $2
    ORDER BY o.seen_from DESC LIMIT 1
) b ON true
WHERE t.org_id = $1 AND ($4::text IS NULL OR m.mark = $4)
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A tracked product before and now; nothing where it was not seen then, or never."""

    product_id: int
    before: Shelf | None
    now: Shelf | None
    gone_since: datetime | None


async def pairs(db: Any, org_id: int, since: datetime, *, mark: str | None) -> Sequence[Pair]:
    """Each tracked product as it was at `since` and as it is; one index look-up a product."""
    rows = await db.fetch(_STATEMENT, org_id, since - REACH, since, mark)
    return [
        Pair(
            row["product_id"],
            None
            if row["before_at"] is None
            else Shelf(min(row["before_at"], since), row["price_before"], row["stock_before"]),
            None if row["seen_at"] is None else Shelf(row["seen_at"], row["price_uzs"], row["stock"]),
            row["gone_since"],
        )
        for row in rows
    ]


async def faces(db: Any, org_id: int, product_ids: Sequence[int]) -> dict[int, Any]:
    """Titles, photo and mark of products."""
    rows = await db.fetch(
        "SELECT p.product_id, p.title_uz, p.title_ru, p.photo_key, m.mark FROM products p "
        "LEFT JOIN marked_products m ON m.org_id = $1 AND m.product_id = p.product_id "
        "WHERE p.product_id = ANY($2::bigint[])",
        org_id,
        product_ids,
    )
    return {row["product_id"]: row for row in rows}

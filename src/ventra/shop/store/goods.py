"""Variants of own shops as the API last told of them, and how far its lists were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ventra.core.day import day_of

Row = Mapping[str, Any]
_GOODS = """
SELECT k.sku_id, k.product_id, k.shop_id, k.product_title, coalesce(k.full_title, k.title) AS title, k.title AS short, k.code,
       k.barcode, k.fbo, k.fbs, k.price AS price_uzs, k.purchase_price, k.archived
FROM own_skus k JOIN own_shops s ON s.org_id = k.org_id AND s.shop_id = k.shop_id AND s.enabled
WHERE k.org_id = $1 AND ($2::bigint IS NULL OR k.shop_id = $2) ORDER BY k.sku_id
"""
_READ = """
SELECT max(f.back_to) FILTER (WHERE f.whole_at IS NULL) AS back_to, min(f.done_at) AS done_at,
       min(coalesce(f.done_at, f.round_at)) AS through, count(*) FILTER (WHERE f.done_at IS NULL) AS unread,
       count(*) > 0 AND bool_and(coalesce(f.back_to, f.whole_at) IS NOT NULL) AS known
FROM own_shops s LEFT JOIN own_feeds f
    ON f.org_id = s.org_id AND f.key_id = s.key_id AND f.shop_id = s.shop_id AND f.feed = 'orders'
WHERE s.org_id = $1 AND s.enabled AND s.key_id IS NOT NULL AND ($2::bigint IS NULL OR s.shop_id = $2)
"""
# Lists that are of all shops of a key stand under the shop 0.
_NOT_WHOLE = """
SELECT DISTINCT n.feed FROM unnest($3::text[]) AS n(feed) CROSS JOIN own_shops s
WHERE s.org_id = $1 AND s.enabled AND ($2::bigint IS NULL OR s.shop_id = $2) AND NOT EXISTS (
    SELECT FROM own_feeds f WHERE f.org_id = s.org_id AND f.key_id = s.key_id AND f.shop_id IN (0, s.shop_id)
    AND f.feed = n.feed AND f.whole_at IS NOT NULL
) ORDER BY n.feed
"""


@dataclass(frozen=True, slots=True)
class ReadUntil:
    """Orders are known since `back_to` (none: since there were any) until `through` (none: not at all), and were last read to
    their end at `done_at` (none: never).
    """

    back_to: datetime | None
    through: datetime | None
    done_at: datetime | None

    def tells_of(self, day: date) -> bool:
        """Whether a Tashkent day without orders is one on which nothing was ordered."""
        if self.through is None or day > day_of(self.through):
            return False
        return self.back_to is None or day > day_of(self.back_to)


async def listed(db: Any, org_id: int, shop_id: int | None = None) -> list[Row]:
    """All variants of the shops that are read, ascending."""
    rows: list[Row] = await db.fetch(_GOODS, org_id, shop_id)
    return rows


async def read_until(db: Any, org_id: int, shop_id: int | None = None) -> ReadUntil:
    """How far orders were read."""
    row = await db.fetchrow(_READ, org_id, shop_id)
    through = row["through"] if row["known"] else None
    return ReadUntil(row["back_to"], through, None if row["unread"] else row["done_at"])


async def not_whole(db: Any, org_id: int, feeds: Sequence[str], shop_id: int | None = None) -> list[str]:
    """Those lists of which the past has not been read to its end."""
    rows = await db.fetch(_NOT_WHOLE, org_id, shop_id, list(feeds))
    return [row["feed"] for row in rows]

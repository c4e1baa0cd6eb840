"""Which goods a report names: those that sell most, rise and fall, found in one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

OF_PRODUCTS = "p.product_id = ANY($1::bigint[])"
OF_SELLER = "p.seller_id = $1"
BELOW_CATEGORY = (
    "p.category_id = ANY(ARRAY(SELECT category_id FROM categories WHERE path @> ARRAY[$1::bigint] "
    "UNION ALL SELECT $1::bigint))"
)
_NAMED = """
WITH goods AS MATERIALIZED (
    SELECT p.product_id, f.units_{days} AS units, f.growth_7, f.growth_7_low, f.growth_7_high
    FROM products p JOIN sales_figures f USING (product_id) WHERE {which} AND p.state = 'active'
), placed AS (
    SELECT 'sold' AS part, product_id, row_number() OVER (ORDER BY units DESC, product_id) AS place FROM goods WHERE units > 0
    UNION ALL
    SELECT 'up', product_id, row_number() OVER (ORDER BY growth_7 DESC, product_id) FROM goods WHERE growth_7_low > 0
    UNION ALL
    SELECT 'down', product_id, row_number() OVER (ORDER BY growth_7, product_id) FROM goods WHERE growth_7_high < 0
)
SELECT part, product_id FROM placed WHERE place <= $2 ORDER BY part, place
"""
_OF_SELLER = (
    "SELECT product_id FROM products WHERE seller_id = $1 AND state = 'active' ORDER BY product_id LIMIT $2"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Products by part of a report, the foremost first."""

    sold: list[int]
    up: list[int]
    down: list[int]

    @property
    def all(self) -> list[int]:
        """Each once."""
        return list(dict.fromkeys([*self.sold, *self.up, *self.down]))


async def named(db: Any, which: str, key: int | Sequence[int], *, days: int, most: int) -> Named:
    """`most` of each part among the goods that `which` finds by `key`; growth is that of the last 7 closed days."""
    rows = await db.fetch(_NAMED.format(days=days, which=which), key, most)
    found = Named([], [], [])
    for row in rows:
        getattr(found, row["part"]).append(row["product_id"])
    return found


async def of_seller(db: Any, seller_id: int, *, at_most: int) -> list[int]:
    """A shop's active goods by number."""
    rows = await db.fetch(_OF_SELLER, seller_id, at_most)
    return [row["product_id"] for row in rows]


async def with_stock(db: Any, product_ids: Sequence[int]) -> list[int]:
    """Those of the products that are sold now and whose stock is known, by number."""
    rows = await db.fetch(
        "SELECT product_id FROM products p JOIN product_latest l USING (product_id) "
        "WHERE p.product_id = ANY($1::bigint[]) AND p.state = 'active' AND l.stock IS NOT NULL ORDER BY product_id",
        list(product_ids),
    )
    return [row["product_id"] for row in rows]

"""Whom a product sells against: proposed by clusters and price segments, and what an organisation chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]
MOST_IN_SEGMENT = 10
"""Of a segment those are proposed that sell most."""
MOST_SAME = 20
MOST_CHOSEN = 50
MOST_MOVES = 20

# Of each asked product: its cluster's other goods, and those of its leaf within its price segment, which are best sellers there.
_FOUND = f"""
WITH asked AS MATERIALIZED (
    SELECT p.product_id, p.seller_id, p.category_id, n.seg_bounds, width_bucket(l.price_uzs, n.seg_bounds) AS segment
    FROM products p LEFT JOIN product_latest l ON l.product_id = p.product_id
    LEFT JOIN niches n ON n.kind = 'category' AND n.niche_id = p.category_id AND cardinality(n.seg_bounds) > 0
    WHERE p.product_id = ANY($1::bigint[])
), ends AS MATERIALIZED (
    SELECT *, seg_bounds[segment] AS from_uzs, seg_bounds[segment + 1] AS to_uzs FROM asked
), same AS (
    SELECT a.product_id, s.* FROM asked a JOIN product_clusters mine ON mine.product_id = a.product_id
    CROSS JOIN LATERAL (
        SELECT k.product_id AS rival_id, least(k.likeness, mine.likeness) AS likeness, k.reason FROM product_clusters k
        JOIN products p ON p.product_id = k.product_id
        WHERE k.cluster_id = mine.cluster_id AND k.product_id <> a.product_id AND p.state = 'active'
        AND p.seller_id IS DISTINCT FROM a.seller_id ORDER BY k.likeness DESC, k.product_id LIMIT {MOST_SAME}
    ) s
), priced AS (
    SELECT e.product_id, s.rival_id FROM ends e CROSS JOIN LATERAL (
        SELECT p.product_id AS rival_id FROM products p JOIN product_latest l ON l.product_id = p.product_id
        LEFT JOIN sales_figures f ON f.product_id = p.product_id
        WHERE p.category_id = e.category_id AND p.state = 'active' AND p.product_id <> e.product_id
        AND p.seller_id IS DISTINCT FROM e.seller_id AND e.segment IS NOT NULL
        AND l.price_uzs >= coalesce(e.from_uzs, 0) AND l.price_uzs < coalesce(e.to_uzs, {2**62})
        ORDER BY f.units_28 DESC NULLS LAST, p.product_id LIMIT {MOST_IN_SEGMENT}
    ) s
), chosen AS (
    SELECT c.product_id, c.rival_id, c.added FROM rival_choices c
    WHERE c.org_id = $2 AND c.product_id = ANY($1::bigint[])
), every AS (
    SELECT product_id, rival_id FROM same UNION SELECT product_id, rival_id FROM priced
    UNION SELECT product_id, rival_id FROM chosen
)
SELECT v.product_id, v.rival_id, same.likeness, same.reason, priced.rival_id IS NOT NULL AS priced, chosen.added,
       e.category_id, e.from_uzs, e.to_uzs, c.title_uz, c.title_ru, f.units_28
FROM every v LEFT JOIN same USING (product_id, rival_id) LEFT JOIN priced USING (product_id, rival_id)
LEFT JOIN chosen USING (product_id, rival_id) JOIN ends e ON e.product_id = v.product_id
LEFT JOIN categories c ON c.category_id = e.category_id LEFT JOIN sales_figures f ON f.product_id = v.rival_id
ORDER BY v.product_id, same.likeness DESC NULLS LAST, f.units_28 DESC NULLS LAST, v.rival_id
"""
# Each product's last state before a moment is one look-up backwards in the key, newest month first.
_BEFORE = """
SELECT t.product_id, t.since, o.price_uzs, o.stock, o.reviews_total, l.price_uzs AS price_now, l.stock AS stock_now,
       l.reviews_total AS reviews_now, l.seen_at,
       ARRAY(SELECT DISTINCT m.kind FROM product_moves m WHERE m.product_id = t.product_id AND m.at >= t.since) AS moved
FROM (SELECT n.id AS product_id, s.since FROM unnest($1::bigint[]) AS n(id) CROSS JOIN unnest($2::timestamptz[]) AS s(since)) t
LEFT JOIN product_latest l ON l.product_id = t.product_id
LEFT JOIN LATERAL (
    SELECT o.price_uzs, o.stock, o.reviews_total FROM observations o
    WHERE o.bucket = ventra_bucket(t.product_id) AND o.product_id = t.product_id AND o.seen_from < t.since
    ORDER BY o.seen_from DESC LIMIT 1
) o ON true
"""
_MOVES = f"""
WITH mine AS (
    SELECT p.product_id, p.category_id, n.seg_bounds, width_bucket(l.price_uzs, n.seg_bounds) AS segment,
           (SELECT min(first_seen) FROM products w WHERE w.category_id = p.category_id) AS watched
    FROM products p LEFT JOIN product_latest l ON l.product_id = p.product_id
    JOIN niches n ON n.kind = 'category' AND n.niche_id = p.category_id AND cardinality(n.seg_bounds) > 0
    WHERE p.product_id = $1
), told AS (
    SELECT p.*, l.price_uzs, m.watched, CASE WHEN p.state = 'gone' THEN p.gone_since ELSE p.first_seen END AS at
    FROM mine m JOIN products p ON p.category_id = m.category_id AND p.product_id <> m.product_id
    LEFT JOIN product_latest l ON l.product_id = p.product_id
    WHERE width_bucket(l.price_uzs, m.seg_bounds) = m.segment
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY state ORDER BY at DESC, product_id) AS place FROM told
    WHERE at >= $2 AND watched < $2 - interval '30 days'
)
SELECT m.watched < $2 - interval '30 days' AS tells, placed.*, s.title AS shop, s.slug FROM mine m
LEFT JOIN placed ON place <= {MOST_MOVES} LEFT JOIN sellers s ON s.seller_id = placed.seller_id ORDER BY placed.at DESC
"""


async def found(db: Any, product_ids: Sequence[int], org_id: int | None) -> list[Row]:
    """Rivals of each product with why they are, the same goods first, then those that sell most; removed ones as well."""
    return list(await db.fetch(_FOUND, list(product_ids), org_id))


async def before(db: Any, product_ids: Sequence[int], since: Sequence[datetime]) -> list[Row]:
    """Products now and as seen last before each moment."""
    return list(await db.fetch(_BEFORE, list(product_ids), list(since)))


async def moves(db: Any, product_id: int, since: datetime) -> list[Row]:
    """Who came to a product's segment or left it since; one row without a product where nobody did, none without a segment."""
    return list(await db.fetch(_MOVES, product_id, since))


async def choose(
    db: Any, org_id: int, product_id: int, rival_id: int, *, added: bool | None, made_by: int | None
) -> None:
    """Keep what an organisation chose, or with `None` forget it."""
    if added is None:
        await db.execute(
            "DELETE FROM rival_choices WHERE org_id = $1 AND product_id = $2 AND rival_id = $3",
            org_id, product_id, rival_id,
        )  # fmt: skip
        return
    await db.execute(
        "INSERT INTO rival_choices (org_id, product_id, rival_id, added, made_by) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (org_id, product_id, rival_id) DO UPDATE SET added = excluded.added, made_by = excluded.made_by, "
        "made_at = now()",
        org_id, product_id, rival_id, added, made_by,
    )  # fmt: skip


async def chosen(db: Any, org_id: int, product_id: int) -> int:
    """How many choices an organisation keeps for a product."""
    count: int = await db.fetchval(
        "SELECT count(*) FROM rival_choices WHERE org_id = $1 AND product_id = $2", org_id, product_id
    )
    return count


async def known(db: Any, product_ids: Sequence[int]) -> set[int]:
    """Which of these are products of the catalogue."""
    rows = await db.fetch(
        "SELECT product_id FROM products WHERE product_id = ANY($1::bigint[])", list(product_ids)
    )
    return {row["product_id"] for row in rows}


async def own(db: Any, org_id: int, *, at_most: int) -> tuple[bool, list[int], int]:
    """Products an organisation marked as its own (or all it tracks, where none is), best sellers first, and how many."""
    row = await db.fetchrow(
        """
        WITH tracked AS (
            SELECT t.product_id, m.mark IS NOT DISTINCT FROM 'mine' AS mine FROM trackers t
            LEFT JOIN marked_products m ON m.org_id = $1 AND m.product_id = t.product_id WHERE t.org_id = $1
        ), marked AS (SELECT coalesce(bool_or(mine), false) AS any_mine FROM tracked),
        picked AS (
            SELECT t.product_id, f.units_28 FROM tracked t CROSS JOIN marked LEFT JOIN sales_figures f USING (product_id)
            WHERE t.mine OR NOT any_mine
        )
        SELECT (SELECT any_mine FROM marked) AS marked, (SELECT count(*) FROM picked) AS total,
               ARRAY(SELECT product_id FROM picked ORDER BY units_28 DESC NULLS LAST, product_id LIMIT $2) AS ids
        """,
        org_id,
        at_most,
    )
    return row["marked"], list(row["ids"]), row["total"]

"""Niches that hold to a wish: the measure they are ordered by first, then the rows of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ventra.core.columns import Int64
from ventra.core.profile import Float
from ventra.infra.columns import double_rows, doubles, whole, whole_numbers
from ventra.market.niche_answers import NicheWish
from ventra.market.store.niches import RANGED

Row = Mapping[str, Any]
SPREAD = "price"
"""Its ends are where prices lie and no error of the median."""
_ENDS = {
    name: (name, f"{name}_low", f"{name}_high") if name != SPREAD else (name, name, name) for name in RANGED
} | {name: (name, name, name) for name in ("products", "sellers", "came", "gone")}
_BELOW = (
    "n.category_id = ANY(ARRAY("
    "SELECT category_id FROM categories WHERE path @> ARRAY[{0}::bigint] UNION ALL SELECT {0}::bigint))"
)
_ROWS = """
SELECT n.*, p.title_uz, p.title_ru, c.title_uz AS category_uz, c.title_ru AS category_ru,
       s.title AS leader_title, s.slug AS leader_slug
FROM niches n LEFT JOIN products p ON p.product_id = n.face LEFT JOIN categories c ON c.category_id = n.category_id
LEFT JOIN sellers s ON s.seller_id = n.leader_id
"""
_SHOPS = """
WITH goods AS ({goods}), shops AS (
    SELECT g.seller_id, min(g.first_seen) AS came, max(g.gone_since) AS gone, count(*) FILTER (WHERE g.state = 'active') AS here,
           count(*) AS products, count(f.units_28) AS n, sum(f.units_28) AS units, sum(f.units_28_low) AS low,
           sum((f.units_28 - f.units_28_low) ^ 2) AS down, sum((f.units_28_high - f.units_28) ^ 2) AS up,
           coalesce(max(f.basis_28) FILTER (WHERE f.units_28 IS NOT NULL), 0) AS basis,
           coalesce(avg(f.known_28) FILTER (WHERE f.units_28 IS NOT NULL), 0)::float8 AS days
    FROM goods g LEFT JOIN sales_figures f ON f.product_id = g.product_id AND g.state = 'active'
    WHERE g.seller_id IS NOT NULL GROUP BY g.seller_id
), told AS (
    SELECT *, here > 0 AS there, CASE WHEN here > 0 THEN came ELSE gone END AS at FROM shops
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY there ORDER BY at DESC, seller_id) AS place FROM told
    WHERE at >= $2 AND came IS NOT NULL AND (NOT there OR came >= $3)
)
SELECT placed.*, s.title, s.slug FROM placed LEFT JOIN sellers s USING (seller_id) WHERE place <= $4 ORDER BY there DESC, place
"""
_IN_CATEGORY = """
SELECT p.product_id, p.seller_id, p.first_seen, p.gone_since, p.state FROM products p
WHERE p.category_id = ANY(ARRAY(SELECT category_id FROM categories WHERE path @> ARRAY[$1::bigint] UNION ALL SELECT $1::bigint))
"""
_IN_CLUSTER = """
SELECT p.product_id, p.seller_id, p.first_seen, p.gone_since, p.state
FROM product_clusters k JOIN products p ON p.product_id = k.product_id WHERE k.cluster_id = $1
"""
GOODS_OF = {"category": _IN_CATEGORY, "cluster": _IN_CLUSTER}


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Niches [n] that hold to a wish, with the measure they are ordered by and its interval; NaN is not known."""

    niche: Int64
    point: Float
    low: Float
    high: Float


async def held(db: Any, wish: NicheWish) -> Held:
    """All of them, in no order."""
    where, arguments = _where(wish)
    row = await db.fetchrow(
        f"SELECT {whole('n.niche_id')} AS ids, "
        f"{doubles([f'n.{end}::float8' for end in _ENDS[wish.sort.removeprefix('-')]])} AS ends FROM niches n WHERE {where}",
        *arguments,
    )
    ends = double_rows(row["ends"], 3)
    return Held(whole_numbers(row["ids"]), *ends.T)


async def rows(db: Any, kind: str, ids: Sequence[int]) -> dict[int, Row]:
    """Niches by their number; those that are not kept are left out."""
    found = await db.fetch(f"{_ROWS} WHERE n.kind = $1 AND n.niche_id = ANY($2::bigint[])", kind, list(ids))
    return {row["niche_id"]: row for row in found}


async def shops(
    db: Any, kind: str, niche_id: int, *, since: datetime, new_from: datetime, at_most: int
) -> list[Row]:
    """Who came to a niche, or left it, `since`, the last first; whoever came before `new_from` was there from the beginning."""
    question = _SHOPS.format(goods=GOODS_OF[kind])
    return list(await db.fetch(question, niche_id, since, new_from, at_most))


async def cluster_goods(db: Any, cluster_id: int, *, at_most: int) -> list[Row]:
    """Products of a cluster that are on sale, best sellers first, with why they are in it."""
    return list(
        await db.fetch(
            "SELECT k.product_id, k.likeness, k.reason FROM product_clusters k JOIN products p ON p.product_id = k.product_id "
            "LEFT JOIN sales_figures f ON f.product_id = k.product_id WHERE k.cluster_id = $1 AND p.state = 'active' "
            "ORDER BY f.units_28 DESC NULLS LAST, k.product_id LIMIT $2",
            cluster_id,
            at_most,
        )
    )


async def watched_since(db: Any, kind: str, niche_id: int) -> datetime | None:
    """When the first good of a niche was seen first."""
    found: datetime | None = await db.fetchval(
        f"SELECT min(first_seen) FROM ({GOODS_OF[kind]}) goods", niche_id
    )
    return found


def _where(wish: NicheWish) -> tuple[str, list[object]]:
    """The wish as a condition; measures are names of a closed list, values are arguments."""
    arguments: list[object] = [wish.kind]
    parts = ["n.kind = $1"]

    def given(value: object) -> str:
        arguments.append(value)
        return f"${len(arguments)}"

    if wish.kind == "category" and wish.leaf:
        parts.append("n.leaf")
    if wish.category is not None:
        parts.append(_BELOW.format(given(wish.category)))
    for want in wish.wants:
        if want.measure == "busy_price":
            # The segment itself must lie where it is wanted; one that is open has no such end.
            least, most = "coalesce(n.busy_from, 0)", "coalesce(n.busy_to, n.price_high)"
            parts.append("n.busy_share IS NOT NULL")
        else:
            point, low, high = (f"n.{end}" for end in _ENDS[want.measure])
            least, most = (low, high) if wish.sure else (point, point)
        if want.least is not None:
            parts.append(f"{least} >= {given(want.least)}::float8")
        if want.most is not None:
            parts.append(f"{most} <= {given(want.most)}::float8")
    return " AND ".join(parts), arguments


SORTS = tuple(sign + name for name in _ENDS for sign in ("", "-"))

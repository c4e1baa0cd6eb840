"""Shops with the sums of their products' figures.

A shop's sum is over its products with a number; where some have none, the sum is *imputed* and its low still holds.
Errors of products are taken as independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ventra.catalog import cursor as cursors
from ventra.catalog.answers import Seller, SellerList, SellerRow
from ventra.catalog.store.rows import rating
from ventra.core.basis import IMPUTED, NO_DATA
from ventra.core.estimate import Estimate, estimate
from ventra.core.text import fold, search_words
from ventra.errors import NotFound

_KINDS: dict[str, type[int] | type[float] | type[str]] = {
    "units_7": float,
    "revenue_7": int,
    "products": int,
    "orders": int,
    "reviews": int,
    "rating": int,
    "title": str,
}
_COLUMNS = {
    "units_7": ("t.units", "float8"),
    "revenue_7": ("t.revenue", "bigint"),
    "products": ("t.products", "bigint"),
    "orders": ("t.orders_total", "bigint"),
    "reviews": ("t.reviews_total", "bigint"),
    "rating": ("t.rating_x100", "bigint"),
    "title": ("lower(t.title)", "text"),
}
SORTS = tuple(sign + name for name in _COLUMNS for sign in ("", "-"))

_SUMS = f"""
SELECT s.seller_id, s.title, s.slug, s.orders_total, s.reviews_total, s.rating_x100, s.seen_at,
       coalesce(n.products, 0) AS products, n.first_seen, n.known, n.worst, n.known_days,
       n.units, n.revenue, n.priced,
       greatest(n.units - n.units_down, n.units_floor) AS units_low, n.units + n.units_up AS units_high,
       greatest(n.revenue - n.revenue_down, n.revenue_floor)::bigint AS revenue_low,
       (n.revenue + n.revenue_up)::bigint AS revenue_high
FROM sellers s LEFT JOIN (
    SELECT p.seller_id, count(*) AS products, min(p.first_seen) AS first_seen,
           count(f.units_7) AS known, max(f.basis_7) AS worst, count(f.revenue_7) AS priced,
           floor(avg(f.known_7) FILTER (WHERE f.basis_7 <> {NO_DATA}))::int AS known_days,
           sum(f.units_7) AS units, sum(f.units_7_low) AS units_floor,
           sqrt(sum((f.units_7 - f.units_7_low) ^ 2)) AS units_down,
           sqrt(sum((f.units_7_high - f.units_7) ^ 2)) AS units_up,
           sum(f.revenue_7)::bigint AS revenue, sum(f.revenue_7_low) AS revenue_floor,
           sqrt(sum((f.revenue_7 - f.revenue_7_low)::float8 ^ 2)) AS revenue_down,
           sqrt(sum((f.revenue_7_high - f.revenue_7)::float8 ^ 2)) AS revenue_up
    FROM products p LEFT JOIN sales_figures f ON f.product_id = p.product_id
    WHERE p.seller_id IS NOT NULL GROUP BY p.seller_id
) n ON n.seller_id = s.seller_id
"""


async def find(db: Any, *, q: str | None, sort: str, limit: int, cursor: str | None) -> SellerList:
    """One page of shops; `BadInput` for a cursor of another order."""
    wanted = await _named(db, q) if q is not None and q.strip() else None
    total = await db.fetchval("SELECT count(*) FROM sellers") if wanted is None else len(wanted)
    rows = await _page(db, wanted, sort=sort, limit=limit + 1, cursor=cursor)
    shown = rows[:limit]
    following = cursors.write(sort, shown[-1]["value"], shown[-1]["seller_id"]) if len(rows) > limit else None
    return SellerList([SellerRow(**_parts(row)) for row in shown], following, total)


async def read(db: Any, seller_id: int) -> Seller:
    """One shop; `NotFound` when it is not known."""
    row = await db.fetchrow(_SUMS + "WHERE s.seller_id = $1", seller_id)
    if row is None:
        raise NotFound(f"no seller {seller_id}", seller_id=seller_id)
    return Seller(**_parts(row), seen_at=row["seen_at"], first_seen=row["first_seen"])


async def of_slug(db: Any, slug: str) -> Seller | None:
    """The shop of a name in its address, `None` when it was never met."""
    seller_id = await db.fetchval(
        "SELECT seller_id FROM sellers WHERE slug = $1 ORDER BY seller_id DESC LIMIT 1", slug
    )
    return None if seller_id is None else await read(db, seller_id)


async def _named(db: Any, q: str) -> list[int]:
    """Shops that hold every word of the query at the beginning of a word of their name, in either script."""
    words = search_words(q)
    if not words:
        return []
    rows = await db.fetch("SELECT seller_id, title FROM sellers WHERE title IS NOT NULL")
    return [row["seller_id"] for row in rows if _has(row["title"], words)]


def _has(title: str, words: list[str]) -> bool:
    of_title = fold(title).split()
    return all(any(part.startswith(word) for part in of_title) for word in words)


async def _page(
    db: Any, wanted: list[int] | None, *, sort: str, limit: int, cursor: str | None
) -> list[Mapping[str, Any]]:
    """Rows in order with their sort value; unknown values last in both directions, then by id."""
    name = sort.removeprefix("-")
    column, sql_type = _COLUMNS[name]
    value, after = cursors.read(cursor, sort=sort, kind=_KINDS[name]) if cursor is not None else (None, None)
    descending = sort.startswith("-")
    direction, beyond = ("DESC", "<") if descending else ("ASC", ">")
    conditions = ["($1::bigint[] IS NULL OR t.seller_id = ANY($1))"]
    arguments: list[object] = [wanted]
    if after is not None and value is None:
        conditions.append(f"{column} IS NULL AND t.seller_id > $2::bigint")
        arguments += [after]
    elif after is not None:
        conditions.append(
            f"({column} IS NULL OR ({column}, t.seller_id) {beyond} ($2::{sql_type}, $3::bigint))"
        )
        arguments += [value, after]
    rows: list[Mapping[str, Any]] = await db.fetch(
        f"SELECT t.*, {column} AS value FROM ({_SUMS}) t WHERE {' AND '.join(conditions)} "
        f"ORDER BY {column} {direction} NULLS LAST, "
        f"CASE WHEN {column} IS NULL THEN t.seller_id END, t.seller_id {direction} LIMIT {limit:d}",
        *arguments,
    )
    return rows


def _parts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "seller_id": row["seller_id"],
        "title": row["title"],
        "slug": row["slug"],
        "products": row["products"],
        "orders_total": row["orders_total"],
        "reviews_total": row["reviews_total"],
        "rating": rating(row["rating_x100"]),
        "units_7": _sum(row, "units", row["known"]),
        "revenue_7": _sum(row, "revenue", row["priced"]),
    }


def _sum(row: Mapping[str, Any], what: str, known: int | None) -> Estimate:
    basis = row["worst"] or NO_DATA
    if known is not None and known < row["products"]:
        basis = IMPUTED
    return estimate(
        *(_cents(row[name]) for name in (what, f"{what}_low", f"{what}_high")),
        basis=basis,
        days=7,
        known_days=row["known_days"] or 0,
    )


def _cents(value: float | None) -> float | None:
    """Sums of decimals carry dust."""
    return round(value, 2) if isinstance(value, float) else value

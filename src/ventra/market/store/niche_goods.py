"""The goods and months that niches are made of, read as whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.niche_goods import NOBODY, Goods
from ventra.core.profile import Float
from ventra.infra.columns import double_rows, doubles, whole, whole_numbers

_CAME = "date_part('epoch', p.first_seen) / 86400"
_LEFT = "CASE WHEN p.state = 'gone' THEN date_part('epoch', coalesce(p.gone_since, p.first_seen, now())) / 86400 END"
_VALUES = (
    f"coalesce(p.seller_id, {NOBODY:.0f})::float8", "l.price_uzs::float8", "l.reviews_total::float8", _CAME, _LEFT,
    "f.units_28", "f.units_28_low", "f.units_28_high",
    "f.revenue_28::float8", "f.revenue_28_low::float8", "f.revenue_28_high::float8",
    "f.basis_28::float8", "f.known_28::float8",
    "f.growth_now", "f.growth_before", "f.growth_now_error", "f.growth_before_error",
)  # fmt: skip
"""In the order of `core/niche_goods.Goods`."""
_JOINED = """
LEFT JOIN sales_figures f ON f.product_id = p.product_id LEFT JOIN product_latest l ON l.product_id = p.product_id
"""
_BELOW = f"""
SELECT {whole("p.product_id")} AS products, {whole("p.category_id")} AS groups, {doubles(_VALUES)} AS rows, max(f.as_of) AS as_of
FROM products p {_JOINED} WHERE p.category_id = ANY($1::bigint[])
"""
# A month's day without a row has nothing known: it is in neither sum.
_MONTHS = f"""
SELECT {whole("category_id")} AS ids, {whole("month")} AS months, {whole("days")} AS days,
       {doubles(("units", "squared", "product_days"))} AS sums
FROM (
    SELECT category_id, (date_part('year', day) * 12 + date_part('month', day) - 1)::bigint AS month, count(*) AS days,
           sum(units) AS units, sum(units_down + units_up) / 2 AS squared, sum(units_known)::float8 AS product_days
    FROM category_days WHERE category_id = ANY($1::bigint[]) AND day > $2 AND units_known > 0 GROUP BY 1, 2
) m
"""
_CLUSTERED = f"""
SELECT {whole("p.product_id")} AS products, {whole("k.cluster_id")} AS groups, {doubles(_VALUES)} AS rows, max(f.as_of) AS as_of,
       {whole("coalesce(p.category_id, -1)")} AS categories
FROM product_clusters k JOIN products p ON p.product_id = k.product_id {_JOINED} WHERE k.cluster_id > $1 AND k.cluster_id <= $2
"""
# The last cluster that is whole within so many goods.
_UNTIL = """
SELECT max(cluster_id) FROM (
    SELECT cluster_id FROM product_clusters WHERE cluster_id > $1 ORDER BY cluster_id LIMIT $2
) c
"""
_TREE = """
SELECT c.category_id, c.path, n.products FROM categories c
LEFT JOIN (SELECT category_id, count(*) AS products FROM products GROUP BY category_id) n USING (category_id)
"""


@dataclass(frozen=True, slots=True)
class Branch:
    """A category, the way to it from the topmost one with itself at the end, and how many products stand right in it."""

    category_id: int
    way: tuple[int, ...]
    products: int


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Goods [n] with their product and the category (or cluster) each stands in, and the day their figures end with."""

    product: Int64
    group: Int64
    goods: Goods
    as_of: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """Sums of categories' months [n]: `month` counts from year 0, `days` and `product_days` are those with a number."""

    category: Int64
    month: Int64
    days: Int64
    units: Float
    squared: Float
    product_days: Float


async def tree(db: Any) -> list[Branch]:
    """All categories."""
    found = []
    for row in await db.fetch(_TREE):
        own = row["category_id"]
        way = (*(one for one in row["path"] if one != own), own)
        found.append(Branch(own, way, row["products"] or 0))
    return found


async def below(db: Any, categories: Sequence[int]) -> Found:
    """The goods that stand right in some categories, those that left too."""
    return _found(await db.fetchrow(_BELOW, list(categories)))


async def clusters_until(db: Any, after: int, *, goods: int) -> int | None:
    """The last cluster of some that have so many goods together, or few more; `None` where none comes after."""
    found: int | None = await db.fetchval(_UNTIL, after, goods)
    return found


async def clustered(db: Any, after: int, until: int) -> tuple[Found, Int64]:
    """The goods of the clusters after one until another, those that left too, and the category of each (-1: not known)."""
    row = await db.fetchrow(_CLUSTERED, after, until)
    return _found(row), whole_numbers(row["categories"])


async def months(db: Any, categories: Sequence[int], *, after: date) -> Months:
    """Known days after a day, by category and calendar month."""
    row = await db.fetchrow(_MONTHS, list(categories), after)
    sums = double_rows(row["sums"], 3)
    ids, month, known = (whole_numbers(row[name]) for name in ("ids", "months", "days"))
    return Months(ids, month, known, *(np.ascontiguousarray(column) for column in sums.T))


def _found(row: Any) -> Found:
    values = double_rows(row["rows"], len(_VALUES))
    columns = (np.ascontiguousarray(column) for column in values.T)
    return Found(whole_numbers(row["products"]), whole_numbers(row["groups"]), Goods(*columns), row["as_of"])

"""Sums over the active products below a category or of a shop: of all, and by seller, category, child and price segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ventra.core.basis import NO_DATA
from ventra.core.pooled import NOTHING, Sums
from ventra.core.segments import QUANTILES
from ventra.market.growing import Weeks

_FIGURES = ", ".join(
    f"f.{what}_{days}::float8 AS {what}_{days}, f.{what}_{days}_low::float8 AS {what}_{days}_low, "
    f"f.{what}_{days}_high::float8 AS {what}_{days}_high"
    for what in ("units", "revenue")
    for days in (7, 28)
)
_GOODS = f"""
    p.product_id, p.first_seen, l.price_uzs, f.as_of, f.basis_7, f.basis_28, f.known_7, f.known_28,
    f.growth_now, f.growth_before, f.growth_now_error, f.growth_before_error, {_FIGURES}
"""
_JOINED = "LEFT JOIN sales_figures f ON f.product_id = p.product_id LEFT JOIN product_latest l ON l.product_id = p.product_id"
BELOW_CATEGORY = f"""
SELECT p.seller_id AS owner, b.child, {_GOODS}
FROM (SELECT category_id, coalesce(path[array_position(path, $1::bigint) + 1], nullif(category_id, $1::bigint)) AS child
      FROM categories WHERE path @> ARRAY[$1::bigint] OR category_id = $1::bigint) b
JOIN products p ON p.category_id = b.category_id {_JOINED}
WHERE p.state = 'active'
"""
"""The goods below category $1: `owner` is their shop, `child` the category directly below that they are in."""
OF_SELLER = f"""
SELECT p.category_id AS owner, NULL::bigint AS child, {_GOODS}
FROM products p {_JOINED}
WHERE p.seller_id = $1 AND p.state = 'active'
"""
"""The goods of shop $1: `owner` is their category."""
OF_PRODUCTS = f"""
SELECT p.category_id AS owner, NULL::bigint AS child, {_GOODS}
FROM products p {_JOINED}
WHERE p.product_id = ANY($1::bigint[]) AND p.state = 'active'
"""
"""The goods named by $1: `owner` is their category."""
Key = int | Sequence[int]
"""What `goods` are of: a category's or shop's number, or the products'."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sums over products of one kind; a window is named as in `sales_figures`: `units_7`, `revenue_28`."""

    products: int
    windows: dict[str, Sums]
    weeks: Weeks


@dataclass(frozen=True, slots=True)
class Whole:
    """All the products: their sums, the day their windows end with, newcomers, and prices at `core/segments.QUANTILES`."""

    group: Group
    as_of: date | None
    newcomers: int
    first_seen: datetime | None
    prices: list[int]


@dataclass(frozen=True, slots=True)
class Groups:
    """The same products by owner, by child and by place in the price segments; `None` stands for what is not known."""

    owners: dict[int | None, Group]
    children: dict[int | None, Group]
    segments: dict[int | None, Group]


NONE = Group(0, {"units_28": NOTHING, "revenue_28": NOTHING}, Weeks(0, 0.0, 0.0, 0.0, 0.0))
"""Of no products."""


def _window(what: str, days: int) -> str:
    name = f"{what}_{days}"
    return (
        f"count({name}) AS {name}_n, sum({name}) AS {name}, sum({name}_low) AS {name}_low, "
        f"sum(({name} - {name}_low) * ({name} - {name}_low)) AS {name}_down, "
        f"sum(({name}_high - {name}) * ({name}_high - {name})) AS {name}_up, "
        f"max(basis_{days}) FILTER (WHERE {name} IS NOT NULL) AS {name}_basis, "
        f"avg(known_{days}) FILTER (WHERE {name} IS NOT NULL)::float8 AS {name}_days"
    )


_WEEKS = (
    "count(growth_now) AS weeks_n, sum(growth_now) AS now, sum(growth_before) AS before, "
    "sum(growth_now_error * growth_now_error) AS now_squared, "
    "sum(growth_before_error * growth_before_error) AS before_squared"
)
_BOTH = tuple((what, days) for days in (7, 28) for what in ("units", "revenue"))
_MONTH = tuple((what, 28) for what in ("units", "revenue"))


async def whole(db: Any, goods: str, key: Key, *, new_since: datetime) -> Whole:
    """The sums over all `goods` (`BELOW_CATEGORY`, `OF_SELLER`, `OF_PRODUCTS`) of `key`; newcomers were first seen since."""
    row = await db.fetchrow(
        f"WITH goods AS ({goods}) SELECT count(*) AS products, max(as_of) AS as_of, min(first_seen) AS first_seen, "
        "count(*) FILTER (WHERE first_seen >= $2) AS newcomers, "
        "percentile_disc($3::float8[]) WITHIN GROUP (ORDER BY price_uzs) AS prices, "
        f"{', '.join(_window(*one) for one in _BOTH)}, {_WEEKS} FROM goods",
        key,
        new_since,
        list(QUANTILES),
    )
    prices = [price for price in row["prices"] or () if price is not None]
    return Whole(_group(row, _BOTH), row["as_of"], row["newcomers"], row["first_seen"], prices)


async def groups(db: Any, goods: str, key: Key, *, bounds: Sequence[int]) -> Groups:
    """The same goods by owner, child and segment, 28 days and growth each; segment n begins with the n-th of `bounds`."""
    rows = await db.fetch(
        f"WITH goods AS (SELECT g.*, width_bucket(price_uzs, $2::bigint[]) AS segment FROM ({goods}) g) "
        "SELECT grouping(owner, child, segment) AS by, owner, child, segment, count(*) AS products, "
        f"{', '.join(_window(*one) for one in _MONTH)}, {_WEEKS} "
        "FROM goods GROUP BY GROUPING SETS ((owner), (child), (segment))",
        key,
        list(bounds),
    )
    found = Groups({}, {}, {})
    # Each bit of `grouping` says that a column is none of those grouped by.
    by = {
        0b011: (found.owners, "owner"),
        0b101: (found.children, "child"),
        0b110: (found.segments, "segment"),
    }
    for row in rows:
        into, name = by[row["by"]]
        into[row[name]] = _group(row, _MONTH)
    return found


def _group(row: Mapping[str, Any], windows: Sequence[tuple[str, int]]) -> Group:
    weeks = Weeks(
        row["weeks_n"],
        *(row[name] or 0.0 for name in ("now", "before", "now_squared", "before_squared")),
    )
    return Group(
        row["products"],
        {f"{what}_{days}": _sums(row, f"{what}_{days}") for what, days in windows},
        weeks,
    )


def _sums(row: Mapping[str, Any], name: str) -> Sums:
    return Sums(
        products=row["products"],
        known=row[f"{name}_n"],
        point=row[name] or 0.0,
        low=row[f"{name}_low"] or 0.0,
        down_squared=row[f"{name}_down"] or 0.0,
        up_squared=row[f"{name}_up"] or 0.0,
        basis=row[f"{name}_basis"] or NO_DATA,
        known_days=row[f"{name}_days"] or 0.0,
    )

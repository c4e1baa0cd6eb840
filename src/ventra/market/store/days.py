"""The days of a category, read as the sums that are kept of it and of all categories below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ventra.core.pooled import Sums
from ventra.errors import NotFound

_BELOW = "SELECT category_id FROM categories WHERE path @> ARRAY[$1::bigint] OR category_id = $1::bigint"
_MEMBERS = f"""
SELECT coalesce(sum(n.members), 0)::int FROM ({_BELOW}) b
CROSS JOIN LATERAL (SELECT count(*) AS members FROM category_members m WHERE m.category_id = b.category_id OFFSET 0) n
"""
_FIRST = f"""
SELECT min(f.day) FROM ({_BELOW}) b
CROSS JOIN LATERAL (SELECT d.day FROM category_days d WHERE d.category_id = b.category_id ORDER BY d.day LIMIT 1) f
"""


def _window(name: str) -> str:
    sums = ", ".join(f"sum({name}{part}) AS {name}{part}" for part in ("", "_low", "_down", "_up"))
    return f"{sums}, sum({name}_known)::int AS {name}_known, max({name}_basis) AS {name}_basis"


_DAYS = f"""
SELECT d.day, {_window("units")}, {_window("revenue")} FROM ({_BELOW}) b
CROSS JOIN LATERAL (
    SELECT * FROM category_days k WHERE k.category_id = b.category_id AND k.day BETWEEN $2 AND $3 OFFSET 0
) d
GROUP BY d.day ORDER BY d.day
"""


@dataclass(frozen=True, slots=True)
class Days:
    """A category's goods, the first day that anything is known of, and the sums of units and of revenue by known day."""

    products: int
    first: date | None
    sums: dict[date, tuple[Sums, Sums]]


async def days(db: Any, category_id: int, first: date, last: date) -> Days:
    """The known days from `first` to `last`; `NotFound` when there is no such category."""
    if not await db.fetchval("SELECT EXISTS (SELECT FROM categories WHERE category_id = $1)", category_id):
        raise NotFound(f"no category {category_id}", category_id=category_id)
    products = await db.fetchval(_MEMBERS, category_id)
    rows = await db.fetch(_DAYS, category_id, first, last)
    found = {row["day"]: (_sums(row, "units", products), _sums(row, "revenue", products)) for row in rows}
    return Days(products, await db.fetchval(_FIRST, category_id), found)


def _sums(row: Mapping[str, Any], name: str, products: int) -> Sums:
    """Goods that left may be in the sums for some minutes yet; then there are no fewer goods than those known."""
    return Sums(
        products=max(products, row[f"{name}_known"]),
        known=row[f"{name}_known"],
        point=row[name],
        low=row[f"{name}_low"],
        down_squared=row[f"{name}_down"],
        up_squared=row[f"{name}_up"],
        basis=row[f"{name}_basis"],
        known_days=1.0,
    )

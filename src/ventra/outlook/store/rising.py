"""Lists of what rises: filtered, in any order, a page at a time. What is unknown comes last in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ventra.catalog import cursor as cursors

Row = Mapping[str, Any]
_LEVEL = "coalesce(r.new_velocity, r.level)"
_COLUMNS = {
    "rank": ("r.rank", "bigint"),
    "growth": ("r.least_growth", "float8"),
    "level": (_LEVEL, "float8"),
    "since": ("(r.change_day - date '1970-01-01')::bigint", "bigint"),
    "growth_7": ("r.growth_7_low", "float8"),
    "growth_28": ("r.growth_28_low", "float8"),
    "first_seen": ("(r.first_seen - date '1970-01-01')::bigint", "bigint"),
    "empty": ("r.censored::bigint", "bigint"),
}
"""By name what is sorted by; growth goes by the low end of its interval, as everywhere."""
SORTS = tuple(sign + name for name in _COLUMNS for sign in ("", "-"))
_BELOW = "ANY(ARRAY(SELECT category_id FROM categories WHERE path @> ARRAY[$2::bigint] UNION ALL SELECT $2::bigint))"
_IN_CATEGORY = {
    "products": f"EXISTS (SELECT FROM products p WHERE p.product_id = r.subject_id AND p.category_id = {_BELOW})",
    "categories": f"r.subject_id = {_BELOW}",
    "sellers": f"EXISTS (SELECT FROM products p WHERE p.seller_id = r.subject_id AND p.category_id = {_BELOW})",
}
_IN_CATEGORY["newcomers"] = _IN_CATEGORY["products"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: products, categories, shops or newcomers, below a category, that sell so much a day at least."""

    kind: str
    category_id: int | None = None
    min_units: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, where the next page begins, and how many match in all."""

    rows: list[Row]
    next_cursor: str | None
    total: int


async def find(db: Any, wanted: Wanted, *, sort: str, limit: int, cursor: str | None) -> Page:
    """One page; `BadInput` for a cursor of another order."""
    where, arguments = _where(wanted)
    total = await db.fetchval(f"SELECT count(*) FROM rising r WHERE {where}", *arguments)
    name = sort.removeprefix("-")
    column, sql_type = _COLUMNS[name]
    descending = sort.startswith("-")
    if cursor is not None:
        value, after = cursors.read(cursor, sort=sort, kind=int if sql_type == "bigint" else float)
        beyond = "<" if descending else ">"
        if value is None:
            where += f" AND {column} IS NULL AND r.subject_id > $4::bigint"
            arguments += [after]
        else:
            where += (
                f" AND ({column} IS NULL OR {column} {beyond} $4::{sql_type} "
                f"OR ({column} = $4::{sql_type} AND r.subject_id > $5::bigint))"
            )
            arguments += [value, after]
    rows = await db.fetch(
        f"SELECT r.*, {column} AS value FROM rising r WHERE {where} "
        f"ORDER BY {column} {'DESC' if descending else 'ASC'} NULLS LAST, r.subject_id LIMIT {limit + 1:d}",
        *arguments,
    )
    shown = rows[:limit]
    following = (
        cursors.write(sort, shown[-1]["value"], shown[-1]["subject_id"]) if len(rows) > limit else None
    )
    return Page(list(shown), following, total)


def _where(wanted: Wanted) -> tuple[str, list[object]]:
    where = (
        f"r.kind = $1 AND ($2::bigint IS NULL OR {_IN_CATEGORY[wanted.kind]}) "
        f"AND ($3::float8 IS NULL OR {_LEVEL} >= $3)"
    )
    return where, [wanted.kind, wanted.category_id, wanted.min_units]

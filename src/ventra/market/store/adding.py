"""What the sums of categories' days are made of: who is in them, which days are marked, and the sums themselves. All set-wise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64
from ventra.core.day import from_day_number, to_day_number
from ventra.core.stretches import Stretch, merged
from ventra.infra.store import get_installation, set_installation

ADDING = 7239404
"""The advisory lock under which one adds up at a time."""
SETTLED = "category_days_settled"
"""Key of `installation`: the last closed day through which all categories were added up whatever was marked."""

_STRAYS = """
SELECT product_id FROM (SELECT product_id, category_id FROM products WHERE state = 'active') p
FULL JOIN category_members m USING (product_id) WHERE p.category_id IS DISTINCT FROM m.category_id LIMIT $1
"""
# Both the category that is left and the one that is joined are marked over all days the product has.
_MOVE = """
WITH moved AS MATERIALIZED (
    SELECT n.product_id, n.bucket, m.category_id AS was, CASE WHEN p.state = 'active' THEN p.category_id END AS now
    FROM unnest($1::bigint[], $2::smallint[]) AS n(product_id, bucket)
    LEFT JOIN products p ON p.product_id = n.product_id LEFT JOIN category_members m ON m.product_id = n.product_id
), marked AS (
    INSERT INTO category_touched (category_id, first_day, last_day)
    SELECT c.category_id, min(d.first), max(d.last) FROM moved m
    CROSS JOIN LATERAL (
        SELECT min(s.day) AS first, max(s.day) AS last FROM sales_days s
        WHERE s.bucket = m.bucket AND s.product_id = m.product_id
    ) d
    CROSS JOIN LATERAL (VALUES (m.now), (m.was)) AS c(category_id)
    WHERE c.category_id IS NOT NULL AND m.now IS DISTINCT FROM m.was AND d.first IS NOT NULL GROUP BY c.category_id
), gone AS (
    DELETE FROM category_members m USING moved WHERE moved.now IS NULL AND m.product_id = moved.product_id
)
INSERT INTO category_members (product_id, category_id, bucket)
SELECT product_id, now, bucket FROM moved WHERE now IS NOT NULL
ON CONFLICT (product_id) DO UPDATE SET category_id = excluded.category_id
"""
_MARKS = """
WITH few AS (SELECT category_id FROM category_touched GROUP BY category_id ORDER BY category_id LIMIT $1)
SELECT t.category_id, array_agg(t.mark) AS marks, array_agg(t.first_day) AS firsts, array_agg(t.last_day) AS lasts,
       (SELECT count(*) FROM category_members m WHERE m.category_id = t.category_id) AS members
FROM few JOIN category_touched t USING (category_id) GROUP BY t.category_id ORDER BY t.category_id
"""


def _window(name: str, column: str) -> str:
    down, up = f"{column} - {column}_low", f"{column}_high - {column}"
    return (
        f"coalesce(sum({column}), 0) AS {name}, coalesce(sum({column}_low), 0) AS {name}_low, "
        f"coalesce(sum(({down}) * ({down})), 0) AS {name}_down, coalesce(sum(({up}) * ({up})), 0) AS {name}_up, "
        f"count({column}) AS {name}_known, coalesce(max(basis) FILTER (WHERE {column} IS NOT NULL), 0) AS {name}_basis"
    )


_NAMES = [
    f"{of}{part}" for of in ("units", "revenue") for part in ("", "_low", "_down", "_up", "_known", "_basis")
]
_SUM = f"""
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest($1::bigint[], $2::date[], $3::date[]) AS a(category_id, first, last)
), summed AS MATERIALIZED (
    SELECT a.category_id, d.day, {_window("units", "units")}, {_window("revenue", "revenue")}
    FROM asked a JOIN category_members m ON m.category_id = a.category_id
    CROSS JOIN LATERAL (
        SELECT s.day, s.basis, s.units, s.units_low, s.units_high, s.revenue_uzs::float8 AS revenue,
               s.revenue_low_uzs::float8 AS revenue_low, s.revenue_high_uzs::float8 AS revenue_high
        FROM sales_days s WHERE s.bucket = m.bucket AND s.product_id = m.product_id
        AND s.day BETWEEN a.first AND a.last AND s.day BETWEEN $4 AND $5 AND s.basis > 0 OFFSET 0
    ) d
    GROUP BY a.category_id, d.day
), gone AS (
    DELETE FROM category_days k USING asked a WHERE k.category_id = a.category_id AND k.day BETWEEN a.first AND a.last
    AND NOT EXISTS (SELECT FROM summed s WHERE s.category_id = k.category_id AND s.day = k.day)
)
INSERT INTO category_days AS k (category_id, day, {", ".join(_NAMES)})
SELECT category_id, day, {", ".join(_NAMES)} FROM summed
ON CONFLICT (category_id, day) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _NAMES)}
WHERE ({", ".join(f"k.{name}" for name in _NAMES)}) IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _NAMES)})
"""


@dataclass(frozen=True, slots=True)
class Marked:
    """A category with the days to add up anew, each once, the marks that say so, and how many products that is a day."""

    category_id: int
    marks: list[int]
    days: list[Stretch]
    members: int


async def lock(db: Any) -> None:
    """Wait until nobody else adds up, and keep it so until the transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock($1)", ADDING)


async def strays(db: Any, *, at_most: int) -> Int64:
    """Active products that are in no sum or in another category's, and members that are active no more."""
    rows = await db.fetch(_STRAYS, at_most)
    return np.sort(np.array([row["product_id"] for row in rows], np.int64))


async def move(db: Any, product: Int64) -> None:
    """Let products be members where they stand now; their folders are locked, so that no day of theirs is closed meanwhile."""
    await db.execute(_MOVE, product.tolist(), bucket_of(product).tolist())


async def settled(db: Any) -> date | None:
    """The day through which all were added up whatever was marked."""
    told = await get_installation(db, SETTLED)
    return None if told is None else date.fromisoformat(told)


async def mark_all(db: Any, first: date, closed: date) -> None:
    """Mark every category from `first` to the last closed day, and note it."""
    await db.execute(
        "INSERT INTO category_touched (category_id, first_day, last_day) "
        "SELECT DISTINCT category_id, $1::date, $2::date FROM category_members",
        first,
        closed,
    )
    await set_installation(db, SETTLED, closed.isoformat())


async def marked(db: Any, *, categories_at_most: int) -> list[Marked]:
    """Some categories with all their marks."""
    rows = await db.fetch(_MARKS, categories_at_most)
    found = []
    for row in rows:
        ends = zip(row["firsts"], row["lasts"], strict=True)
        days = merged((to_day_number(first), to_day_number(last)) for first, last in ends)
        found.append(Marked(row["category_id"], list(row["marks"]), days, row["members"]))
    return found


async def sum_up(db: Any, asked: Sequence[tuple[int, Stretch]]) -> None:
    """Make the sums of categories be what the days of their members come to; no two stretches of a category overlap."""
    firsts, lasts = ([from_day_number(days[end]) for _, days in asked] for end in (0, 1))
    await db.execute(_SUM, [one for one, _ in asked], firsts, lasts, min(firsts), max(lasts))


async def unmark(db: Any, done: Sequence[Marked]) -> None:
    """Forget the marks that were acted on; those that came since stay."""
    pairs = [(one.category_id, mark) for one in done for mark in one.marks]
    await db.execute(
        "DELETE FROM category_touched t USING unnest($1::bigint[], $2::bigint[]) AS d(category_id, mark) "
        "WHERE t.category_id = d.category_id AND t.mark = d.mark",
        [category_id for category_id, _ in pairs],
        [mark for _, mark in pairs],
    )

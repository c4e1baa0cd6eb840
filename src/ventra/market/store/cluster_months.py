"""Months of clusters: added up from the days of their goods where those or the last ended month are others than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ventra.infra.columns import double_rows, doubles, whole, whole_numbers
from ventra.market.store.niche_goods import Months

_NOW = """
SELECT k.cluster_id, sum(hashint8(k.product_id)::bigint)::bigint AS members, count(*) AS goods
FROM product_clusters k JOIN products p ON p.product_id = k.product_id AND p.state = 'active' GROUP BY k.cluster_id
"""
# Those never added up first, then those that are farthest behind.
_STALE = f"""
SELECT n.* FROM ({_NOW}) n LEFT JOIN cluster_months_made m USING (cluster_id)
WHERE m.cluster_id IS NULL OR m.members <> n.members OR m.through <> $1
ORDER BY m.through NULLS FIRST, n.cluster_id LIMIT $2
"""
_ADD = """
WITH asked AS MATERIALIZED (
    SELECT k.cluster_id, p.product_id, p.bucket FROM product_clusters k
    JOIN products p ON p.product_id = k.product_id AND p.state = 'active' WHERE k.cluster_id = ANY($1::bigint[])
), by_day AS (
    SELECT a.cluster_id, d.day, count(*) AS known, sum(d.units) AS units,
           sum((d.units - d.units_low) ^ 2 + (d.units_high - d.units) ^ 2) / 2 AS squared
    FROM asked a CROSS JOIN LATERAL (
        SELECT s.day, s.units, s.units_low, s.units_high FROM sales_days s
        WHERE s.bucket = a.bucket AND s.product_id = a.product_id AND s.day BETWEEN $2 AND $3 AND s.basis > 0 OFFSET 0
    ) d GROUP BY a.cluster_id, d.day
)
INSERT INTO cluster_months (cluster_id, month, days, product_days, units, squared)
SELECT cluster_id, (date_part('year', day) * 12 + date_part('month', day) - 1)::int, count(*), sum(known), sum(units),
       sum(squared)
FROM by_day GROUP BY 1, 2
"""
_MADE = """
INSERT INTO cluster_months_made (cluster_id, members, through) SELECT n.*, $3 FROM unnest($1::bigint[], $2::bigint[]) n
ON CONFLICT (cluster_id) DO UPDATE SET members = excluded.members, through = excluded.through
"""
_READ = f"""
SELECT {whole("cluster_id")} AS ids, {whole("month")} AS months, {whole("days")} AS days,
       {doubles(("units", "squared", "product_days::float8"))} AS sums
FROM cluster_months WHERE cluster_id > $1 AND cluster_id <= $2 AND month >= $3
"""


@dataclass(frozen=True, slots=True)
class Stale:
    """A cluster whose months are to be added up, its goods as a number, and how many they are."""

    cluster_id: int
    members: int
    goods: int


async def stale(db: Any, through: int, *, at_most: int) -> list[Stale]:
    """Clusters whose months do not reach through a month, or are of other goods."""
    return [Stale(*row) for row in await db.fetch(_STALE, through, at_most)]


async def add_up(db: Any, clusters: Sequence[Stale], first: date, last: date, *, through: int) -> None:
    """Add up the days of these clusters' goods, by month, in the place of what was there."""
    ids = [one.cluster_id for one in clusters]
    await db.execute("DELETE FROM cluster_months WHERE cluster_id = ANY($1::bigint[])", ids)
    await db.execute(_ADD, ids, first, last)
    await db.execute(_MADE, ids, [one.members for one in clusters], through)


async def forget_gone(db: Any) -> None:
    """Drop what is kept of clusters that are no more."""
    for table in ("cluster_months", "cluster_months_made"):
        await db.execute(
            f"DELETE FROM {table} m WHERE NOT EXISTS (SELECT FROM product_clusters k WHERE k.cluster_id = m.cluster_id)"
        )


async def months(db: Any, after: int, until: int, *, first: int) -> Months:
    """The months from one on of the clusters after one until another."""
    row = await db.fetchrow(_READ, after, until, first)
    sums = double_rows(row["sums"], 3)
    ids, month, known = (whole_numbers(row[name]) for name in ("ids", "months", "days"))
    return Months(ids, month, known, *(np.ascontiguousarray(column) for column in sums.T))

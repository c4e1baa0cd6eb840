"""What nights said of products: the last one of all, and of tracked products those before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64
from ventra.core.forecast import HORIZON
from ventra.core.night_facts import NUMBERS, Nights
from ventra.core.profile import Float
from ventra.infra.columns import fraction_numbers, fractions, real_rows, reals, whole, whole_numbers

DAYS_KEPT = 69
"""Sixty days to go through, with the week before them."""
_KEPT = (
    "verdict", "rises", "q_value", "p_value", "least_growth", "growth_28", "growth_28_low", "growth_28_high", "first_seen",
    "new_velocity", "new_low", "new_high", "category_id", "category_rank", "category_rank_low", "category_rank_high",
    "category_products", "beats_naive", "naive", "low80_28", "high80_28", "dispersion",
)  # fmt: skip
_SCORED = ("score", "score_low", "score_high")
_WITH_SCORES = (
    "LEFT JOIN product_scores s ON (s.bucket, s.product_id, s.as_of) = (o.bucket, o.product_id, o.as_of)"
)
_KEEP = f"""
INSERT INTO outlook_days (product_id, day, {", ".join(_KEPT)}, {", ".join(_SCORED)}, mean)
SELECT o.product_id, o.as_of, {", ".join(f"o.{name}" for name in _KEPT)}, {", ".join(f"s.{name}" for name in _SCORED)},
       CASE WHEN beats_naive THEN mean END
FROM product_outlooks o {_WITH_SCORES}
WHERE o.as_of = $1 AND EXISTS (SELECT FROM trackers t WHERE t.product_id = o.product_id)
ON CONFLICT (product_id, day) DO UPDATE SET
{", ".join(f"{name} = excluded.{name}" for name in (*_KEPT, *_SCORED, "mean"))}
"""
_AHEAD = (
    f"CASE WHEN beats_naive THEN mean ELSE array_fill(coalesce(naive, 'NaN'), ARRAY[{HORIZON}]) END AS mean"
)
_SHOWN = {
    "rises": "rises::int",
    "beats_naive": "beats_naive::int",
    "first_seen": "first_seen - date '1970-01-01'",
}
_NIGHTS = f"""
SELECT {whole("n.product_id")}, {whole("n.day - date '1970-01-01'")},
       {", ".join(fractions(f"coalesce(({_SHOWN.get(name, name)})::float8, 'NaN')") for name in NUMBERS)}, {reals("n.mean")}
FROM (
    SELECT product_id, day, {", ".join(NUMBERS)}, {_AHEAD} FROM outlook_days
    WHERE product_id = ANY($1) AND day BETWEEN $3 AND $4
    UNION ALL
    SELECT o.product_id, o.as_of, {", ".join(f"{'s' if name in _SCORED else 'o'}.{name}" for name in NUMBERS)}, {_AHEAD}
    FROM product_outlooks o JOIN unnest($1::bigint[], $2::smallint[]) AS u(product_id, bucket) USING (bucket, product_id)
    {_WITH_SCORES}
    WHERE o.as_of BETWEEN $3 AND $4
    AND NOT EXISTS (SELECT FROM outlook_days d WHERE d.product_id = o.product_id AND d.day = o.as_of)
    ORDER BY 1, 2
) n
"""


async def keep(db: Any, day: date) -> None:
    """Keep what the night of this day said of tracked products, and let the oldest nights go."""
    await db.execute(_KEEP, day)
    await db.execute("DELETE FROM outlook_days WHERE day <= $1::date - $2::int", day, DAYS_KEPT)


async def nights(db: Any, product_ids: Int64, first: date, last: date) -> Nights:
    """What the nights of these days said of products (ascending); a subject is a place among them."""
    buckets = bucket_of(product_ids)
    sent = await db.fetchrow(_NIGHTS, product_ids.tolist(), buckets.tolist(), first, last)
    numbers = dict(zip(NUMBERS, map(fraction_numbers, sent[2:-1]), strict=True))
    return Nights(
        np.searchsorted(product_ids, whole_numbers(sent[0])),
        whole_numbers(sent[1]),
        numbers,
        real_rows(sent[-1], HORIZON),
    )


async def first_day(db: Any, product_ids: Sequence[int]) -> date | None:
    """The first night that is kept of any of these products."""
    found: date | None = await db.fetchval(
        "SELECT least((SELECT min(day) FROM outlook_days WHERE product_id = ANY($1)), (SELECT min(as_of) FROM product_outlooks "
        "JOIN unnest($1::bigint[], $2::smallint[]) AS u(product_id, bucket) USING (bucket, product_id)))",
        product_ids,
        bucket_of(np.array(product_ids, np.int64)).tolist(),
    )
    return found


async def units_ranked(db: Any, day: date) -> tuple[Int64, Int64, Float, Float, Float]:
    """Active products (ascending) whose units of 28 days up to `day` are known, with their category, units, low and high."""
    sent = await db.fetchrow(
        f"SELECT {whole('product_id')}, {whole('category_id')}, "
        f"{', '.join(map(fractions, ('units_28', 'units_28_low', 'units_28_high')))} FROM ("
        "SELECT p.product_id, p.category_id, f.units_28, f.units_28_low, f.units_28_high FROM products p "
        "JOIN sales_figures f ON f.product_id = p.product_id AND f.as_of = $1 WHERE p.state = 'active' "
        "AND p.category_id IS NOT NULL AND f.units_28 IS NOT NULL AND f.units_28_low IS NOT NULL "
        "AND f.units_28_high IS NOT NULL ORDER BY p.product_id) p",
        day,
    )
    product, category = map(whole_numbers, sent[:2])
    units, low, high = map(fraction_numbers, sent[2:])
    return product, category, units, low, high

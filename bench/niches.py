"""Niches of a night: measuring all categories and their shops and keeping them, against the bare SQL of the same sums."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bench.result import Result
from ventra.core.day import last_closed_day
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import WORKER_ROLE
from ventra.market import niche_keep

PRODUCTS, ROOTS, BRANCHES, LEAVES, SHOPS = 200_000, 20, 8, 8, 12_000
READS = 3
MOST_TIMES = 2.0
CATEGORIES = ROOTS * BRANCHES * LEAVES
FILL = (
    f"INSERT INTO categories (category_id, title_uz, path) SELECT n, n::text, ARRAY[n] FROM generate_series(1, {ROOTS}) n",
    "INSERT INTO categories (category_id, parent_id, title_uz, path) "
    f"SELECT 1000 + n, 1 + n % {ROOTS}, n::text, ARRAY[1 + n % {ROOTS}, 1000 + n] "
    f"FROM generate_series(0, {ROOTS * BRANCHES - 1}) n",
    "INSERT INTO categories (category_id, parent_id, title_uz, path) "
    f"SELECT 10000 + n, 1000 + n % {ROOTS * BRANCHES}, n::text, ARRAY[1 + n % {ROOTS * BRANCHES} % {ROOTS}, "
    f"1000 + n % {ROOTS * BRANCHES}, 10000 + n] FROM generate_series(0, {CATEGORIES - 1}) n",
    "INSERT INTO products (product_id, bucket, title_uz, title_folded, category_id, seller_id, first_seen) "
    f"SELECT n, ventra_bucket(n), n::text, n::text, 10000 + (hashint8(n) & 1048575) % {CATEGORIES}, "
    f"1 + (hashint8(n + 7) & 1048575) % {SHOPS}, now() - (hashint8(n + 3) & 255) * interval '1 day' "
    f"FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO product_latest (product_id, seen_at, price_uzs, reviews_total) "
    f"SELECT n, now(), 10000 + (hashint8(n + 1) & 65535) * 10, n % 700 FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO sales_figures (product_id, as_of, units_28, units_28_low, units_28_high, revenue_28, revenue_28_low, "
    "revenue_28_high, basis_28, known_28, growth_now, growth_before, growth_now_error, growth_before_error) "
    "SELECT n, $1::date, n % 90, n % 90 * 0.9, n % 90 * 1.2, n % 90 * 50000, n % 90 * 45000, n % 90 * 60000, 1 + n % 2, 28, "
    f"n % 23, n % 19, 2, 2 FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO installation (key, value) VALUES ('sales_changed_at', '2026-01-01T00:00:00Z') ON CONFLICT DO NOTHING",
    "ANALYZE",
)
# The same goods, each in its category and all above: sums with their squares, quantiles of prices, and shops with theirs.
BARE = """
WITH goods AS MATERIALIZED (
    SELECT unnest(c.path) AS niche, p.seller_id, p.first_seen, l.price_uzs, l.reviews_total, f.*
    FROM products p JOIN categories c ON c.category_id = p.category_id
    LEFT JOIN sales_figures f ON f.product_id = p.product_id LEFT JOIN product_latest l ON l.product_id = p.product_id
), sums AS (
    SELECT niche, count(*) AS products, sum(units_28) AS units, sum(units_28_low) AS units_low,
           sum((units_28 - units_28_low) ^ 2) AS units_down, sum((units_28_high - units_28) ^ 2) AS units_up,
           sum(revenue_28) AS revenue, sum(revenue_28_low) AS revenue_low,
           sum((revenue_28 - revenue_28_low)::float8 ^ 2) AS revenue_down,
           sum((revenue_28_high - revenue_28)::float8 ^ 2) AS revenue_up, max(basis_28) AS basis, avg(known_28) AS days,
           sum(growth_now) AS now, sum(growth_before) AS before, sum(growth_now_error ^ 2), sum(growth_before_error ^ 2),
           percentile_disc(ARRAY[0, 0.1, 1/7.0, 2/7.0, 3/7.0, 0.5, 4/7.0, 5/7.0, 6/7.0, 0.9, 1])
               WITHIN GROUP (ORDER BY price_uzs) AS prices,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY reviews_total) AS reviews,
           count(*) FILTER (WHERE units_28 < 1) AS idle
    FROM goods GROUP BY niche
), shops AS (
    SELECT niche, seller_id, sum(revenue_28) AS revenue, min(first_seen) AS came,
           sum((revenue_28_high - revenue_28)::float8 ^ 2 + (revenue_28 - revenue_28_low)::float8 ^ 2) AS squared
    FROM goods GROUP BY niche, seller_id
), shared AS (
    SELECT niche, count(*) AS sellers, sum((revenue::float8 / nullif(whole, 0)) ^ 2) AS hhi, max(revenue) AS leader
    FROM (SELECT *, sum(revenue) OVER (PARTITION BY niche) AS whole FROM shops) s GROUP BY niche
)
SELECT count(*), sum(hhi), sum(units) FROM sums JOIN shared USING (niche)
"""


def niches(database: str, keys: str) -> list[Result]:
    """All categories of a market, either way."""
    return asyncio.run(_measured(database))


async def _measured(database: str) -> list[Result]:
    now = datetime.now(UTC)
    pool = await open_pool(database, role=WORKER_ROLE)
    try:
        async with transaction(pool) as db:
            for statement in FILL:
                await db.execute(statement, *((last_closed_day(now),) if "$1" in statement else ()))
        made = await niche_keep.keep(pool, now=now)
        if made != ROOTS + ROOTS * BRANCHES + CATEGORIES:
            raise RuntimeError(f"{made} niches")
        bare, kept = [], []
        for turn in range(READS):
            bare.append(await _seconds(lambda: _bare(pool)))
            kept.append(await _seconds(partial(niche_keep.keep, pool, now=now + timedelta(seconds=turn + 1))))
    finally:
        await pool.close()
    ours, plain = statistics.median(kept), statistics.median(bare)
    beside = (
        f"{ours:.1f} s against {plain:.1f}; {PRODUCTS} products of {SHOPS} shops in {made} categories of three levels; "
        "ours measures growth, concentration, newcomers and saturation as well and writes them"
    )
    return [Result("niches of a night, against bare SQL", ours / plain, MOST_TIMES, False, "x", beside)]


async def _bare(pool: Any) -> None:
    async with transaction(pool) as db:
        await db.fetch(BARE)


async def _seconds(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began

"""A category day by day: reading its kept sums, against adding up the days of its goods on demand."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.result import Result
from ventra.core.day import last_closed_day
from ventra.infra.db import open_pool, transaction
from ventra.infra.months import make_months, months_from
from ventra.infra.roles import WORKER_ROLE
from ventra.market import daily
from ventra.market.add_up import add_up

PRODUCTS, CATEGORIES, DAYS = 20_000, 200, 90
TOUCHED = 1_000
READS = 7
MOST_TIMES = 0.1
FILL = (
    "INSERT INTO categories (category_id, title_uz, path) VALUES (1, 'Hammasi', '{1}')",
    "INSERT INTO categories (category_id, parent_id, title_uz, path) "
    f"SELECT 1 + n, 1, n::text, ARRAY[1, 1 + n] FROM generate_series(1, {CATEGORIES}) n",
    "INSERT INTO products (product_id, bucket, title_uz, title_folded, category_id) "
    f"SELECT n, ventra_bucket(n), n::text, n::text, 2 + n % {CATEGORIES} FROM generate_series(1, {PRODUCTS}) n",
    "INSERT INTO sales_days (bucket, product_id, day, units, units_low, units_high, revenue_uzs, revenue_low_uzs, "
    "revenue_high_uzs, through, looks, basis, rule, profile) SELECT ventra_bucket(n), n, d::date, n % 9, n % 9, n % 9 + 2, "
    "n % 9 * 1000, n % 9 * 1000, n % 9 * 1000 + 2000, d, 8, 1, 1, 0 "
    f"FROM generate_series(1, {PRODUCTS}) n, generate_series($1::date, $2::date, interval '1 day') d",
    "ANALYZE",
)
ON_DEMAND = """
SELECT d.day, sum(d.units), sum(d.units_low), sum((d.units - d.units_low) ^ 2), sum((d.units_high - d.units) ^ 2), count(*),
       sum(d.revenue_uzs), sum(d.revenue_low_uzs), sum((d.revenue_uzs - d.revenue_low_uzs)::float8 ^ 2),
       sum((d.revenue_high_uzs - d.revenue_uzs)::float8 ^ 2), count(d.revenue_uzs), max(d.basis)
FROM categories c JOIN products p ON p.category_id = c.category_id AND p.state = 'active'
CROSS JOIN LATERAL (
    SELECT * FROM sales_days s WHERE s.bucket = p.bucket AND s.product_id = p.product_id AND s.day BETWEEN $2 AND $3 OFFSET 0
) d
WHERE c.path @> ARRAY[$1::bigint] GROUP BY d.day ORDER BY d.day
"""


def adding_up(database: str, keys: str) -> list[Result]:
    """The whole tree over 90 days either way; beside it what keeping the sums costs."""
    return asyncio.run(_measured(database))


async def _measured(database: str) -> list[Result]:
    now = datetime.now(UTC)
    last = last_closed_day(now)
    first = last - timedelta(days=DAYS - 1)
    pool = await open_pool(database, role=WORKER_ROLE)
    try:
        await _fill(pool, first, last)
        whole = await _seconds(lambda: add_up(pool, now=now))
        idle = await _seconds(lambda: add_up(pool, now=now))
        turn = await _turn(pool, now, last)
        kept = await _median(lambda: _kept(pool, first, last, now))
        demand = await _median(lambda: _on_demand(pool, first, last))
    finally:
        await pool.close()
    beside = (
        f"{kept * 1e3:.0f} ms against {demand * 1e3:.0f}; {PRODUCTS} products in {CATEGORIES} categories, {DAYS} days; filled in "
        f"{whole:.1f} s; a turn after {TOUCHED} closed days {turn * 1e3:.0f} ms, one with nothing to do {idle * 1e3:.0f}"
    )
    return [
        Result("a category's curve, kept against on demand", kept / demand, MOST_TIMES, False, "x", beside)
    ]


async def _fill(pool: Any, first: date, last: date) -> None:
    async with transaction(pool) as db:
        begin = datetime(first.year, first.month, 1, tzinfo=UTC)
        await make_months(db, months_from(begin, (last - first).days // 28 + 1))
        for statement in FILL:
            await db.execute(statement, *((first, last) if "$1" in statement else ()))


async def _turn(pool: Any, now: datetime, last: date) -> float:
    """The first turn after as many products' last days were closed, all over the tree."""
    async with transaction(pool) as db:
        await db.execute(
            "INSERT INTO category_touched (category_id, first_day, last_day) "
            f"SELECT DISTINCT 2 + n % {CATEGORIES}, $1::date - 1, $1::date FROM generate_series(1, {TOUCHED}) n",
            last,
        )
    return await _seconds(lambda: add_up(pool, now=now))


async def _kept(pool: Any, first: date, last: date, now: datetime) -> None:
    async with transaction(pool) as db:
        found = await daily.read(db, 1, first, last, now=now)
    if {one.units_known for one in found.days} != {PRODUCTS}:
        raise RuntimeError("the kept sums are not of all products")


async def _on_demand(pool: Any, first: date, last: date) -> None:
    async with transaction(pool) as db:
        await db.fetch(ON_DEMAND, 1, first, last)


async def _median(work: Callable[[], Awaitable[Any]]) -> float:
    return statistics.median([await _seconds(work) for _ in range(READS)])


async def _seconds(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began

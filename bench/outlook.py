"""Judging the whole market: how many products a second, whether that stays so with more of them, memory; and one on demand.

`VENTRA_BENCH_OUTLOOK` is how many products the market has at last.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psutil

from bench.result import Result
from ventra.core.day import last_closed_day
from ventra.core.trend import SPAN
from ventra.infra.db import open_pool, transaction
from ventra.infra.months import make_months, months_from
from ventra.infra.roles import WORKER_ROLE
from ventra.outlook import one
from ventra.outlook.judge import JudgeBy
from ventra.outlook.means import Means
from ventra.outlook.refresh import refresh
from ventra.services.processes.many import how_many, side_by_side

FEW, MANY = 4_000, int(os.environ.get("VENTRA_BENCH_OUTLOOK", "20000"))
FILLED_AT_ONCE = 20_000
CATEGORIES, SELLERS = 200, 2_000
ASKED = 60
MOST_TIMES, MOST_MB, MOST_MS = 1.5, 1536.0, 300.0
LOOK_SECONDS = 0.05
BY = JudgeBy(0.1, 0.5)
TREE = (
    "INSERT INTO categories (category_id, title_uz, path) VALUES (1, 'Hammasi', '{1}')",
    "INSERT INTO categories (category_id, parent_id, title_uz, path) "
    f"SELECT 1 + n, 1, n::text, ARRAY[1, 1 + n] FROM generate_series(1, {CATEGORIES}) n",
)
GOODS = (
    "INSERT INTO products (product_id, bucket, title_uz, title_folded, category_id, seller_id, first_seen) "
    f"SELECT n, ventra_bucket(n), n::text, n::text, 2 + n % {CATEGORIES}, 1 + n % {SELLERS}, '2025-01-01' "
    "FROM generate_series($1::int, $2::int) n"
)
DAYS = (
    "INSERT INTO sales_days (bucket, product_id, day, units, units_low, units_high, revenue_uzs, revenue_low_uzs, "
    "revenue_high_uzs, through, looks, basis, rule, profile) "
    "SELECT ventra_bucket(n), n, d::date, u, u, u, u * 1000, u * 1000, u * 1000, d, 8, 1, 1, 0 FROM ("
    "SELECT n, d, floor(-ln(1 - random()) * (n % 12 + 0.5)) AS u "
    "FROM generate_series($1::int, $2::int) n, generate_series($3::date, $4::date, interval '1 day') d) s"
)


def outlook(database: str, keys: str) -> list[Result]:
    """Few products, then many, each judged in a process of its own with others beside it; then one product after the other."""
    return asyncio.run(_measured(database))


async def _measured(database: str) -> list[Result]:
    pool = await open_pool(database, role=WORKER_ROLE, command_seconds=3600)
    closed = last_closed_day(datetime.now(UTC))
    try:
        async with transaction(pool) as db:
            for statement in TREE:
                await db.execute(statement)
        told = []
        for first, last in ((1, FEW), (FEW + 1, MANY)):
            await _fill(pool, first, last, closed)
            told.append(await asyncio.to_thread(_judged, database))
        slowest = await _on_demand(pool)
    finally:
        await pool.close()
    few, many = (count / one["seconds"] for count, one in zip((FEW, MANY), told, strict=True))
    beside = (
        f"{many:,.0f} products/s of {MANY:,} against {few:,.0f} of {FEW:,}, {SPAN} days, {how_many()} processes; "
        f"{MANY:,} took {MANY / many / 60:.1f} min"
    )
    return [
        Result("judging the market, time a product, many against few", few / many, MOST_TIMES, False, "x", beside),
        Result("memory of judging the market", told[-1]["peak_mb"], MOST_MB, False, "MB", "resident, all processes"),
        Result("a product's outlook on demand, p95", slowest, MOST_MS, False, "ms", f"{ASKED} products, warm"),
    ]  # fmt: skip


async def _fill(pool: Any, first: int, last: int, closed: date) -> None:
    begin = closed - timedelta(days=SPAN - 1)
    async with transaction(pool) as db:
        await make_months(db, months_from(datetime(begin.year, begin.month, 1, tzinfo=UTC), SPAN // 28 + 1))
        await db.execute(GOODS, first, last)
        for some in range(first, last + 1, FILLED_AT_ONCE):
            await db.execute(DAYS, some, min(last, some + FILLED_AT_ONCE - 1), begin, closed)
    async with pool.acquire() as db:
        await db.execute("VACUUM ANALYZE products, sales_days")


async def _on_demand(pool: Any) -> float:
    """Milliseconds that 19 of 20 products take at the most which the night did not know."""
    now, took = datetime.now(UTC), []
    async with transaction(pool) as db:
        await db.execute("DELETE FROM product_outlooks WHERE product_id <= $1", ASKED + 5)
    for product in range(1, ASKED + 6):
        began = time.perf_counter()
        found = await one.of_product(pool, product, now=now, language="uz")
        took.append((time.perf_counter() - began) * 1e3)
        if not found.on_demand or found.trend is None:
            raise RuntimeError(f"product {product} was not worked out")
    return statistics.quantiles(took[5:], n=20)[-1]


def _judged(database: str) -> dict[str, float]:
    """What a process of its own says of judging all."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.outlook", database], stdout=subprocess.PIPE, check=True, timeout=3600
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


async def _judge(database: str) -> dict[str, float]:
    count = how_many()
    pool = await open_pool(database, at_most=count + 2, role=WORKER_ROLE, command_seconds=300)
    began = time.perf_counter()
    try:
        with _Watched() as watched, side_by_side(count) as apart:
            await refresh(Means(pool, apart, BY, at_once=count + 1), anew=True)
    finally:
        await pool.close()
    return {"seconds": time.perf_counter() - began, "peak_mb": watched.peak_mb}


class _Watched:
    """Looks again and again at what this process and those below it have resident, and keeps the most."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        this = psutil.Process()
        while not self._over.wait(LOOK_SECONDS):
            resident = 0
            for process in (this, *this.children(recursive=True)):
                try:
                    resident += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak_mb = max(self.peak_mb, resident / 2**20)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_judge(sys.argv[1]))))

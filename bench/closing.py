"""Closing a day, Postgres to Postgres, against DuckDB's LAG and sum over the same looks in Parquet; computing alone; memory."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from statistics import median

import duckdb
import numpy as np

from bench.peak import peak_mb
from bench.result import Result
from bench.shelf import AFTER, DAY, Shelf, lay_out, shelf
from ventra.collect.store.observations import merge_columns
from ventra.core.columns import Seen, run_starts
from ventra.core.day import to_us
from ventra.core.profile import BINS, Profile
from ventra.core.sales import estimate
from ventra.infra.db import open_pool, transaction
from ventra.sales.close import PRODUCTS_A_BATCH, SIDE_BY_SIDE, close_touched
from ventra.sales.store import profiles

PRODUCTS = 200_000
FILLED_AT_ONCE = 5_000
ROUNDS = 5
COMPUTED = 3
MADE_AT_ONCE = 20
CATEGORIES = 300
MOST_WHOLE, MOST_ALONE, MOST_MB = 20.0, 8.0, 1024.0
LAG_AND_SUM = """
CREATE OR REPLACE TABLE {name} AS
SELECT {key}, (seen_at AT TIME ZONE 'Asia/Tashkent')::date AS day, sum(greatest(gone, 0)) AS units
  FROM (SELECT {key}, seen_at, {gone} AS gone FROM '{path}' WINDOW w AS (PARTITION BY {key} ORDER BY seen_at))
 GROUP BY ALL
"""


def closing(database: str, keys: str) -> list[Result]:
    """Fill, then take the times of the two sides in turns; closing itself runs once, in a process of its own."""
    looks = shelf(PRODUCTS)
    filled = asyncio.run(_fill(database, looks))
    with tempfile.TemporaryDirectory() as folder:
        paths = lay_out(looks, Path(folder))
        rounds = [(_duckdb(paths), _computing(looks)) for _ in range(COMPUTED)]
        told = _closed(database)
        theirs = median([took for took, _ in rounds] + [_duckdb(paths) for _ in range(ROUNDS - COMPUTED)])
    alone = median(took for _, took in rounds)
    whole = told["seconds"]
    beside = f"{whole:.1f} s against {theirs:.2f} s; {PRODUCTS / whole:,.0f} products/s; filled with {filled:,.0f} looks/s"
    return [
        Result("closing a day against LAG and sum, time", whole / theirs, MOST_WHOLE, False, "x", beside),
        Result(
            "computing a day against LAG and sum, time", alone / theirs, MOST_ALONE, False, "x",
            f"{alone:.1f} s, {PRODUCTS / alone:,.0f} products/s",
        ),
        Result("memory of closing a day", told["peak_mb"], MOST_MB, False, "MB", "resident, at the most"),
    ]  # fmt: skip


async def _fill(database: str, looks: Shelf) -> float:
    """Bring the looks into Postgres as an import does, with categories and a profile; returns how many looks a second."""
    began, taken = time.perf_counter(), 0
    pool = await open_pool(database, at_most=1)
    for seen in looks.batches(FILLED_AT_ONCE):
        async with transaction(pool) as db:
            taken += (await merge_columns(db, seen)).taken
    took = time.perf_counter() - began
    learned = profiles.LearnedFrom(DAY, DAY, looks=taken, units=1)
    async with transaction(pool) as db:
        await db.execute("UPDATE products SET category_id = product_id % $1", CATEGORIES)
        await profiles.add(db, _profile(), learned, made_at=AFTER)
    await pool.execute("VACUUM ANALYZE products")
    await pool.close()
    return taken / took


def _profile() -> Profile:
    """Each category has a day of its own, with a quiet night."""
    shares = np.random.default_rng(3).gamma(4.0, size=(CATEGORIES + 1, BINS)) + 0.01
    shares[:, :14] /= 10
    return Profile(1, np.arange(CATEGORIES), shares / shares.sum(axis=1, keepdims=True))


def _duckdb(paths: tuple[Path, Path]) -> float:
    products, variants = paths
    with duckdb.connect() as db:
        began = time.perf_counter()
        db.execute(
            LAG_AND_SUM.format(
                name="days", key="product_id", path=products, gone="orders_total - lag(orders_total) OVER w"
            )
        )
        db.execute(
            LAG_AND_SUM.format(
                name="sku_days", key="product_id, sku_id", path=variants, gone="lag(stock) OVER w - stock"
            )
        )
        took = time.perf_counter() - began
        found = db.execute("SELECT count(*) FROM days WHERE day = ?", [DAY]).fetchone()
    if found != (PRODUCTS,):
        raise RuntimeError(f"DuckDB made {found} days of {PRODUCTS} products")
    return took


def _computing(looks: Shelf) -> float:
    """Seconds of the estimate alone, in the job's batches, as many of them side by side as the job has."""
    profile, took, batches = _profile(), 0.0, looks.batches(PRODUCTS_A_BATCH)

    def compute(seen: Seen) -> None:
        product = seen.products.key[run_starts(seen.products.key[:, 0]), 0]
        estimate(seen, now_us=to_us(AFTER), profile=profile, category=product % CATEGORIES)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        while some := list(islice(batches, MADE_AT_ONCE)):
            began = time.perf_counter()
            list(threads.map(compute, some))
            took += time.perf_counter() - began
    return took


def _closed(database: str) -> dict[str, float]:
    """What a process of its own says of closing all that is touched."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.closing", database], stdout=subprocess.PIPE, check=True, timeout=600
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


async def _close(database: str) -> dict[str, float]:
    pool = await open_pool(database, at_most=2)
    began = time.perf_counter()
    await close_touched(pool, now=AFTER)
    seconds = time.perf_counter() - began
    days = await pool.fetchval("SELECT count(*) FROM sales_days WHERE day = $1", DAY)
    await pool.close()
    if days != PRODUCTS:
        raise RuntimeError(f"{days} days of {PRODUCTS} products were closed")
    return {"seconds": seconds, "peak_mb": peak_mb()}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_close(sys.argv[1]))))

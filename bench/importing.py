"""`ventra import`'s way into Postgres against a raw COPY of the same looks, a row each, into plain tables."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.result import Result
from ventra.collect.importing import import_file
from ventra.infra.db import open_pool

PRODUCTS, DAYS, LOOKS_A_DAY, SKUS = 400, 28, 8, 4
START = datetime(2026, 9, 1, tzinfo=UTC)
LEAST = 0.2


def records() -> list[dict[str, Any]]:
    """A market in which a third of the looks see something new."""
    rnd, out = random.Random(1), []
    for product in range(1, PRODUCTS + 1):
        orders, stocks = 100, [60] * SKUS
        for look in range(DAYS * LOOKS_A_DAY):
            if rnd.random() < 0.35:
                k = rnd.randrange(SKUS)
                sold = min(rnd.randrange(3), stocks[k])
                orders += sold
                stocks[k] = stocks[k] - sold or 60
            seen_at = START + timedelta(hours=look * 24 / LOOKS_A_DAY, seconds=product % 600)
            skus = [
                {"sku_id": product * 10 + k, "stock": s, "price": 39_000} for k, s in enumerate(stocks, 1)
            ]
            out.append({
                "seen_at": seen_at, "product_id": product, "orders_total": orders, "reviews_total": 9, "rating": 4.5,
                "price": 39_000, "list_price": 45_000, "stock": sum(stocks), "skus": skus,
            })  # fmt: skip
    return out


def importing(database: str, keys: str) -> list[Result]:
    """Import a file; then COPY the same rows into two tables with a key each."""
    return asyncio.run(_measure(database))


async def _measure(database: str) -> list[Result]:
    rows = records()
    pool = await open_pool(database, at_most=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "looks.parquet"
        pq.write_table(pa.Table.from_pylist(rows), path)
        summary = await import_file(
            pool, path, path.name, now=datetime.now(UTC), refuse=lambda one: print("refused", one.reason)
        )
    ours = summary.taken / summary.seconds
    raw = len(rows) / await _copy(pool, rows)
    rows_kept = await pool.fetchval("SELECT count(*) FROM observations")
    sku_rows = await pool.fetchval("SELECT count(*) FROM sku_observations")
    await pool.close()
    beside = f"{ours:,.0f}/s against {raw:,.0f}/s; {len(rows)} looks in {rows_kept} + {sku_rows} rows"
    return [Result("import against raw COPY, looks per second", ours / raw, LEAST, True, "x", beside)]


async def _copy(pool: Any, rows: list[dict[str, Any]]) -> float:
    plain = [
        tuple(
            r[k]
            for k in (
                "product_id",
                "seen_at",
                "orders_total",
                "reviews_total",
                "price",
                "list_price",
                "stock",
            )
        )
        for r in rows
    ]
    skus = [
        (r["product_id"], s["sku_id"], r["seen_at"], s["stock"], s["price"]) for r in rows for s in r["skus"]
    ]
    async with pool.acquire() as db:
        await db.execute(
            "CREATE TABLE bench_looks (p bigint, t timestamptz, o bigint, r int, a bigint, l bigint, s int, PRIMARY KEY (p, t));"
            "CREATE TABLE bench_skus (p bigint, k bigint, t timestamptz, s int, a bigint, PRIMARY KEY (p, k, t))"
        )
        began = time.perf_counter()
        await db.copy_records_to_table("bench_looks", records=plain)
        await db.copy_records_to_table("bench_skus", records=skus)
        took = time.perf_counter() - began
        await db.execute("DROP TABLE bench_looks, bench_skus")
    return took

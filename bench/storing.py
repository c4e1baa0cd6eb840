"""Bytes on disk of a visit, the simulator's mix at 8 looks a day, against a row a visit (and a row a variant and visit)."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bench.result import Result
from ventra.collect.importing import import_file
from ventra.infra.db import open_pool
from ventra.simulator.history import write_history
from ventra.simulator.market import Market, MarketSpec

PRODUCTS, DAYS, LOOKS_A_DAY = 300, 28, 8
START = datetime(2026, 9, 1, tzinfo=UTC)
LEAST = 5.0
PLAIN = """
CREATE TABLE plain_looks (product_id bigint, seen_at timestamptz, orders_total bigint, price_uzs bigint, list_price_uzs bigint,
    reviews_total integer, stock integer, rating_x100 smallint, source smallint, PRIMARY KEY (product_id, seen_at));
CREATE TABLE plain_skus (product_id bigint, sku_id bigint, seen_at timestamptz, price_uzs bigint, stock integer,
    PRIMARY KEY (product_id, sku_id, seen_at));
"""


def storing(database: str, keys: str) -> list[Result]:
    """Import a month, and lay the same looks out plainly beside it."""
    return asyncio.run(_measure(database))


async def _measure(database: str) -> list[Result]:
    pool = await open_pool(database, at_most=2)
    await pool.execute(PLAIN)
    market = Market(MarketSpec(seed=4, products=PRODUCTS, first_day=START.date()))
    visits = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in write_history(
            market, Path(folder), from_at=START, to_at=START + timedelta(days=DAYS), looks_per_day=LOOKS_A_DAY
        ):
            summary = await import_file(
                pool, path, path.name, now=datetime.now(UTC), refuse=lambda one: print("refused", one.reason)
            )
            visits += summary.taken
            await _lay_out(pool, path)
    ours = await _bytes(pool, "observations") + await _bytes(pool, "sku_observations")
    plain = await _bytes(pool, "plain_looks") + await _bytes(pool, "plain_skus")
    await pool.execute("DROP TABLE plain_looks, plain_skus")
    await pool.close()
    beside = (
        f"{ours / visits:.0f} B a visit against {plain / visits:.0f} B, indexes included; {visits:,} visits"
    )
    return [Result("bytes of a visit, a row a visit against ours", plain / ours, LEAST, True, "x", beside)]


async def _lay_out(pool: Any, path: Path) -> None:
    """The looks of a file as rows of their own."""
    told = pq.read_table(path).to_pylist()
    looks = [
        (
            one["product_id"], one["seen_at"], one["orders_total"], one["price"], one["list_price"],
            one["reviews_total"], one["stock"], None if one["rating"] is None else round(one["rating"] * 100), 1,
        )
        for one in told
    ]  # fmt: skip
    skus = [
        (one["product_id"], sku["sku_id"], one["seen_at"], sku["price"], sku["stock"])
        for one in told
        for sku in one["skus"] or ()
    ]
    async with pool.acquire() as db:
        await db.copy_records_to_table("plain_looks", records=looks)
        await db.copy_records_to_table("plain_skus", records=skus)


async def _bytes(pool: Any, table: str) -> int:
    """A table's bytes with its indexes, its partitions' included."""
    return int(
        await pool.fetchval(
            """
            SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1::regclass) WHERE isleaf
            """,
            table,
        )
        or await pool.fetchval("SELECT pg_total_relation_size($1::regclass)", table)
    )

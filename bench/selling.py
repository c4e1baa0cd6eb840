"""Closing days end to end (read, decode, estimate, store, figures) against computing alone on the same columns."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import numpy as np

from bench.result import Result
from ventra.collect.store.kept import around
from ventra.core.day import to_us
from ventra.core.sales import estimate
from ventra.infra.db import open_pool
from ventra.sales.close import close_touched

MOST = 20.0


async def closing(database: str) -> list[Result]:
    """Close what the import benchmark left touched."""
    pool = await open_pool(database, at_most=2)
    now = datetime(2026, 10, 5, 12, tzinfo=UTC)
    began = time.perf_counter()
    days = await close_touched(pool, now=now)
    whole = time.perf_counter() - began
    ids = np.array(
        [row["product_id"] for row in await pool.fetch("SELECT product_id FROM products ORDER BY 1")]
    )
    low, high = to_us(datetime(2026, 9, 1, tzinfo=UTC)), to_us(now)
    async with pool.acquire() as db:
        seen = await around(db, ids, np.full(len(ids), low), np.full(len(ids), high))
    began = time.perf_counter()
    estimate(seen, now_us=to_us(now))
    alone = time.perf_counter() - began
    await pool.close()
    beside = f"{days / whole:,.0f} product-days/s end to end, {days / alone:,.0f}/s computing alone"
    return [Result("closing days against computing alone, time", whole / alone, MOST, False, "x", beside)]

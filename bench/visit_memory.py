"""A worker's memory over as many visits as the default budget makes in an hour, pressed together, in one process."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psutil
import uvloop

from bench.result import Result
from bench.simulated import PER_SECOND, all_due, collector, simulator
from ventra.catalog.store import watch
from ventra.collect.uzum.client import UzumClient
from ventra.collect.visit import visit
from ventra.infra.db import transaction
from ventra.services.worker import visits_at_once

PRODUCTS, A_BATCH = 1_800, 100
WARM_VISITS, VISITS = 3_600, 7_200
"""Memory counts once pools, connections and caches are full; then comes an hour at 2 a second."""
MOST_GROWTH = 1.05


def visit_memory(database: str, keys: str) -> list[Result]:
    """Let a process of its own visit, and judge the memory it tells of."""
    with simulator(PRODUCTS) as market:
        told = subprocess.run(
            [sys.executable, "-m", "bench.visit_memory", json.dumps(list(market.product_ids))],
            env=os.environ | market.environment(database, keys),
            stdout=subprocess.PIPE,
            check=True,
        )
    visits, megabytes = np.array(json.loads(told.stdout)).T
    slope = float(np.polyfit(visits, megabytes, 1)[0]) * 1_000
    begin = float(np.median(megabytes[:9]))
    growth = (begin + slope * VISITS / 1_000) / begin
    beside = f"{begin:.0f} MB, {slope:+.3f} MB per 1,000 visits, {VISITS:,} visits"
    return [Result("a worker's memory over an hour of visits", growth, MOST_GROWTH, False, "x", beside)]


async def _visit_and_tell(product_ids: list[int]) -> list[tuple[int, float]]:
    """Resident megabytes after each batch, by visits since the warm-up."""
    process, found, done = psutil.Process(), [], 0

    async def work(pool: Any, client: UzumClient, batches: Iterator[list[watch.Lease]]) -> None:
        nonlocal done
        for batch in batches:
            await visit(pool, client, batch)
            done += len(batch)
            if done > WARM_VISITS:
                found.append((done - WARM_VISITS, process.memory_info().rss / 1e6))

    async with collector(dict(os.environ)) as (pool, client):
        while done < WARM_VISITS + VISITS:
            batches = iter(await _leased(pool, product_ids))
            await asyncio.gather(*(work(pool, client, batches) for _ in range(visits_at_once(PER_SECOND))))
    return found


async def _leased(pool: Any, product_ids: list[int]) -> list[list[watch.Lease]]:
    await all_due(pool, product_ids)
    async with transaction(pool) as db:
        leases = await watch.take_due(
            db, collect="all", at_most=len(product_ids), lease_seconds=600, now=datetime.now(UTC)
        )
    return [leases[at : at + A_BATCH] for at in range(0, len(leases), A_BATCH)]


if __name__ == "__main__":
    print(json.dumps(uvloop.run(_visit_and_tell(json.loads(sys.argv[1])))))

"""The simulated marketplace as a process of its own, and a collector that is pointed at it as the worker's is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ventra import settings as settings_of
from ventra.catalog.store import watch
from ventra.collect.uzum.client import UzumClient
from ventra.core.day import day_of
from ventra.infra.db import transaction
from ventra.services.marketplace import marketplace
from ventra.services.processes.ports import next_free_port
from ventra.services.wiring import opened
from ventra.settings import WORKER, Settings
from ventra.simulator.market import Market, MarketSpec

SEED = 11
PER_SECOND, MOST_PER_SECOND = 100_000.0, 1_000.0
"""A budget that holds nothing back, and the highest that a setting may name."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """Where the simulator answers, its process, and the products it has."""

    base: str
    pid: int
    product_ids: Sequence[int]

    def environment(self, database: str, keys: str, per_second: float = MOST_PER_SECOND) -> dict[str, str]:
        """A worker's variables: these stores and this marketplace."""
        return {
            "DATABASE_URL": database, "REDIS_URL": keys, "NODE_ENV": "test", "COLLECT": "all", "LOG_LEVEL": "error",
            "UZUM_API_URL": f"{self.base}/api", "UZUM_GRAPHQL_URL": f"{self.base}/graphql/",
            "UZUM_TOKEN_URL": f"{self.base}/api/auth/token", "BUDGET_PRODUCT_PER_SECOND": f"{per_second:g}",
        }  # fmt: skip


@contextmanager
def simulator(products: int) -> Iterator[Simulated]:
    """Serve a market of so many products until the block ends."""
    port, first_day = next_free_port(4700), day_of(datetime.now(UTC)) - timedelta(days=3)
    ids = Market(MarketSpec(seed=SEED, products=products, first_day=first_day)).catalogue.product_id.tolist()
    spec = {"port": port, "seed": SEED, "products": products, "first-day": first_day}
    argv = [text for name, value in spec.items() for text in (f"--{name}", str(value))]
    process = subprocess.Popen(
        [sys.executable, "-m", "ventra.simulator", *argv], stderr=subprocess.DEVNULL, env=os.environ
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/_simulator/health")
        yield Simulated(base, process.pid, ids)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the simulator does not answer within 30 s")


@asynccontextmanager
async def collector(
    environment: dict[str, str], *, per_second: float = PER_SECOND, pool_at_most: int = 8
) -> AsyncIterator[tuple[Any, UzumClient]]:
    """Pool and client, opened as the worker opens them."""
    read = settings_of.read(WORKER, environment)
    settings = Settings(WORKER, {**read.values, "BUDGET_PRODUCT_PER_SECOND": per_second})
    async with opened(settings, pool_at_most=pool_at_most) as parts, marketplace(parts) as client:
        yield parts.pool, client


async def all_due(pool: Any, product_ids: Sequence[int]) -> None:
    """Every product is watched hourly, and due."""
    async with transaction(pool) as db:
        await watch.register(db, product_ids, every_seconds=3600)
        await db.execute("UPDATE watch SET due_at = now() - interval '1 minute', leased_until = NULL")

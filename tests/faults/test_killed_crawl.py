"""A crawl over the simulator whose worker and stores are killed: all is visited, and what is kept is what was served."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from ventra.catalog.store import watch
from ventra.core.day import day_of, from_us
from ventra.core.instants import decode_instants
from ventra.infra.db import connected
from ventra.infra.migrate import upgrade
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis
from ventra.services.processes.children import free_port
from ventra.simulator.market import Market, MarketSpec

PRODUCTS, SEED = 240, 5
FIRST_DAY = day_of(datetime.now(UTC)) - timedelta(days=3)


@contextmanager
def running(argv: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *argv], env=os.environ | env, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


async def kept(url: str) -> dict[int, list[tuple[int, int, int]]]:
    """Per product every instant kept, with the order counter and the stock."""
    found = defaultdict(list)
    async with connected(url) as db:
        rows = await db.fetch(
            "SELECT product_id, (extract(epoch FROM seen_from) * 1000000)::bigint AS first, seen, orders_total, stock "
            "FROM observations"
        )
    for row in rows:
        for at in decode_instants(row["first"], row["seen"]):
            found[row["product_id"]].append((at, row["orders_total"], row["stock"]))
    return found


def served(log: Path) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    for line in log.read_text().splitlines():
        one = json.loads(line)
        if one["orders_total"] is not None:
            found[one["product_id"]].append(one)
    return found


async def settled(url: str) -> tuple[int, int]:
    """How many products have been visited, and how many are still due or leased."""
    async with connected(url) as db:
        visited = await db.fetchval("SELECT count(*) FROM watch WHERE last_outcome IS NOT NULL")
        return visited, PRODUCTS - visited


async def test_killed_worker_and_stores_lose_and_double_nothing(open_home: Path, tmp_path: Path) -> None:
    postgres, redis = EmbeddedPostgres(open_home), EmbeddedRedis(open_home)
    port, log, rnd = free_port(), tmp_path / "served.ndjson", random.Random(2)
    url, keys = postgres.start(), redis.start()
    upgrade(url)
    market = Market(MarketSpec(seed=SEED, products=PRODUCTS, first_day=FIRST_DAY))
    base = f"http://127.0.0.1:{port}"
    spec = [
        "--port",
        str(port),
        "--seed",
        str(SEED),
        "--products",
        str(PRODUCTS),
        "--first-day",
        str(FIRST_DAY),
    ]
    try:
        async with connected(url) as db:
            await watch.register(db, market.catalogue.product_id.tolist(), tracked=True, every_seconds=3600)
        with running(["ventra.simulator", *spec, "--log", str(log)], {}, tmp_path / "simulator"):
            await _answers(base)
            for victim in ("worker", "redis", "postgres", "worker", "all", None):
                env = {
                    "DATABASE_URL": url, "REDIS_URL": keys, "UZUM_API_URL": f"{base}/api", "COLLECT": "tracked",
                    "UZUM_GRAPHQL_URL": f"{base}/graphql/", "UZUM_TOKEN_URL": f"{base}/api/auth/token",
                    "BUDGET_PRODUCT_PER_SECOND": "12",
                }  # fmt: skip
                with running(["ventra.services.worker"], env, tmp_path / "worker") as worker:
                    if victim is None:
                        await _all_visited(url)
                        break
                    await asyncio.sleep(rnd.uniform(2.0, 4.0))
                    if victim in ("postgres", "all"):
                        os.kill(postgres.pid, signal.SIGKILL)
                    if victim in ("redis", "all"):
                        os.kill(redis.pid, signal.SIGKILL)
                    if victim in ("worker", "all"):
                        worker.kill()
                    await asyncio.sleep(0.5)
                postgres.stop()
                redis.stop()
                url, keys = postgres.start(), redis.start()
        told, have = served(log), await kept(url)
        assert set(have) == set(told)
        for product_id, looks in have.items():
            assert len({at for at, _, _ in looks}) == len(looks)
            assert len(looks) <= len(told[product_id])
            for at, orders, stock in looks:
                assert any(
                    one["orders_total"] == orders and one["stock"] == stock and _near(one["at"], at)
                    for one in told[product_id]
                )
        # A visit that was served while its worker died is asked again; nothing else is asked twice.
        assert sum(map(len, told.values())) <= 2 * PRODUCTS
    finally:
        postgres.stop()
        redis.stop()


def _near(said: str, at_us: int) -> bool:
    return abs((datetime.fromisoformat(said) - from_us(at_us)).total_seconds()) <= 5


async def _answers(base: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(100):
            try:
                if (await client.get(f"{base}/_simulator/health")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise AssertionError("the simulator does not answer")


async def _all_visited(url: str) -> None:
    for _ in range(300):
        _, left = await settled(url)
        if left == 0:
            return
        await asyncio.sleep(0.5)
    raise AssertionError(f"{left} products were not visited")

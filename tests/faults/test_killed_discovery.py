"""A worker that walks the marketplace's shelf, killed on its way: all that is on sale is found."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import numpy as np
import pytest

from fixtures.crawl import FIRST_DAY, answers, running, worker_env
from ventra.infra.db import connected
from ventra.services.processes.children import free_port
from ventra.simulator.market import Market, MarketSpec

SPEC = MarketSpec(seed=21, products=1_500, first_day=FIRST_DAY)
PATIENCE_SECONDS = 420


@pytest.mark.full
async def test_a_worker_that_is_killed_while_it_discovers_finds_everything(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    market, port, chance = Market(SPEC), free_port(), random.Random(5)
    began = on_sale(market)
    argv = ["ventra.simulator", "--port", port, "--seed", SPEC.seed, "--products", SPEC.products]
    argv += ["--first-day", FIRST_DAY]
    base = f"http://127.0.0.1:{port}"
    env = worker_env(database_url, redis_url, base) | {
        "COLLECT": "all",
        "BUDGET_SEARCH_PER_SECOND": "10",
    }
    with running([str(one) for one in argv], {}, tmp_path / "simulator"):
        await answers(base)
        for _ in range(2):
            with running(["ventra.services.worker"], env, tmp_path / "worker") as worker:
                await until_found(database_url, chance.randint(100, 500))
                worker.kill()
        with running(["ventra.services.worker"], env, tmp_path / "worker"):
            await until_walked(database_url)
    async with connected(database_url) as db:
        watched = {row["product_id"] for row in await db.fetch("SELECT product_id FROM watch")}
        assert began & on_sale(market) <= watched
        assert await db.fetchval("SELECT sum(missed) FROM shelves") == 0


def on_sale(market: Market) -> set[int]:
    """Products on sale now."""
    places = np.arange(len(market), dtype=np.int64)
    shown = market.on_sale(places, np.full(len(market), time.time_ns() // 1_000, np.int64))
    return set(market.catalogue.product_id[shown].tolist())


async def until_found(url: str, more: int) -> None:
    """Wait until that many more products are watched than when this began, or nothing is left to walk."""
    async with connected(url) as db:
        before = await db.fetchval("SELECT count(*) FROM watch")
        for _ in range(PATIENCE_SECONDS * 5):
            if await db.fetchval("SELECT count(*) FROM watch") >= before + more:
                return
            await asyncio.sleep(0.2)
    raise AssertionError("the walk stands still")


async def until_walked(url: str) -> None:
    async with connected(url) as db:
        for _ in range(PATIENCE_SECONDS * 2):
            left = await db.fetchval("SELECT count(*) FROM shelves WHERE walked_at IS NULL")
            if left == 0:
                return
            await asyncio.sleep(0.5)
    raise AssertionError(f"{left} shelves were not walked")

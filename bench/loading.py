"""Mixed reads on a filled database: 32 connections for a minute, as a morning's half hour would ask, pressed together.

The client runs in a process of its own. Fails on an error and on memory that grows; the times are printed.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import psutil

from bench.result import Result
from ventra.core.day import day_of
from ventra.services.processes.ports import next_free_port
from ventra.services.seed import seed_history

PRODUCTS, DAYS = 500, 90
CONNECTIONS, SECONDS = 32, 60.0
WARM_SECONDS = 15.0
"""Memory counts from here: pools and caches are full by then."""
MOST_GROWTH = 1.05
WORDS = ("qozon", "chelak", "krossovka", "telefon", "ведро", "кроссовки", "adidas", "to'plam")
SORTS = ("-units_7", "-units_28", "-revenue_7", "title", "-first_seen", "price")


def loading(database: str, keys: str) -> list[Result]:
    """Fill, start the api, and let the client ask."""
    fill(database)
    with serving(database, keys) as (address, process):
        client = subprocess.Popen(
            [sys.executable, "-m", "bench.loading", address], stdout=subprocess.PIPE, text=True
        )
        memory = _memory_while(client, psutil.Process(process.pid))
        told: dict[str, Any] = json.loads(client.communicate()[0])
    times, megabytes = np.array(memory).T
    steady = times >= WARM_SECONDS
    slope = float(np.polyfit(times[steady], megabytes[steady], 1)[0]) * 60
    begin = float(np.median(megabytes[steady][:5]))
    growth = (begin + slope * (SECONDS - WARM_SECONDS) / 60) / begin
    asked = f"{told['asked']:,} reads, {told['asked'] / SECONDS:,.0f}/s"
    times_said = ", ".join(f"p{part} {told['ms'][part]:.0f} ms" for part in ("50", "95", "99"))
    memory_said = f"{begin:.0f} MB, {slope:+.2f} MB a minute"
    return [
        Result("failed reads under load", told["failed"], 0, False, "reads", f"{asked}, {times_said}; {told['why']}"),
        Result("the api's memory after the load against before", growth, MOST_GROWTH, False, "x", memory_said),
    ]  # fmt: skip


def fill(database: str, products: int = PRODUCTS, days: int = DAYS) -> None:
    """So many products of the simulated market with so many days behind them."""
    first_day = day_of(datetime.now(UTC)) - timedelta(days=days)
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(
            seed_history(
                direct_url=database,
                home=Path(home),
                seed=9,
                products=products,
                first_day=first_day,
                say=lambda words: None,
            )
        )


@contextmanager
def serving(
    database: str, keys: str, module: str = "ventra.services.api", **more: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """An api of its own process on these stores: its address, and the process."""
    port = next_free_port(3900)
    address = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "DATABASE_URL": database, "DIRECT_DATABASE_URL": database, "REDIS_URL": keys,
        "JWT_SECRET": "b" * 48, "WEB_URL": address, "PORT": str(port),
        "NODE_ENV": "test", "LOG_LEVEL": "error", "READS_PER_MINUTE": "0", **more,
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", module], env=env)
    try:
        asyncio.run(_ready(address))
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=30)


async def _ready(address: str) -> None:
    async with aiohttp.ClientSession() as http:
        for _ in range(600):
            try:
                async with http.get(f"{address}/api/v1/health/ready") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.05)
    raise RuntimeError("the api is not ready within 30 s")


def _memory_while(client: subprocess.Popen[str], api: psutil.Process) -> list[tuple[float, float]]:
    """Seconds since the start and resident megabytes, twice a second."""
    began, found = time.monotonic(), []
    while client.poll() is None:
        found.append((time.monotonic() - began, api.memory_info().rss / 1e6))
        time.sleep(0.5)
    return found


async def _client(address: str) -> dict[str, Any]:
    failed: Counter[str] = Counter()
    took: list[float] = []
    until = time.monotonic() + SECONDS
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(
        address, connector=connector, timeout=aiohttp.ClientTimeout(total=30)
    ) as http:
        ids = await _ids(http)

        async def one(number: int) -> None:
            rnd = random.Random(number)
            while time.monotonic() < until:
                path = _path(rnd, ids)
                began = time.perf_counter()
                try:
                    async with http.get(path) as answer:
                        await answer.read()
                        if answer.status != 200:
                            failed[f"{answer.status} {path.split('?')[0]}"] += 1
                except (aiohttp.ClientError, TimeoutError) as wrong:
                    failed[type(wrong).__name__] += 1
                took.append(time.perf_counter() - began)

        await asyncio.gather(*(one(number) for number in range(CONNECTIONS)))
    parts = {str(part): float(np.percentile(took, part)) * 1000 for part in (50, 95, 99)}
    return {"asked": len(took), "failed": failed.total(), "why": dict(failed), "ms": parts}


async def _ids(http: aiohttp.ClientSession) -> list[int]:
    found: list[int] = []
    cursor: str | None = None
    while len(found) < PRODUCTS:
        more = {"cursor": cursor} if cursor else {}
        async with http.get("/api/v1/products", params={"limit": "100", **more}) as answer:
            page = await answer.json()
        found += [item["product_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    return found


def _path(rnd: random.Random, ids: list[int]) -> str:
    """What a page asks for, about as often as people open it."""
    product = f"/api/v1/products/{rnd.choice(ids)}"
    kind = rnd.random()
    if kind < 0.30:
        return f"/api/v1/products?limit=50&sort={rnd.choice(SORTS)}"
    if kind < 0.40:
        return f"/api/v1/products?limit=20&q={rnd.choice(WORDS)}"
    if kind < 0.60:
        return product
    if kind < 0.75:
        return f"{product}/sales"
    if kind < 0.82:
        return f"{product}/prices"
    if kind < 0.88:
        return f"{product}/stock"
    if kind < 0.92:
        return "/api/v1/sellers?limit=20"
    if kind < 0.96:
        return "/api/v1/categories"
    return "/api/v1/data-health"


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_client(sys.argv[1]))))

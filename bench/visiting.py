"""Visits from fetch to stored, as the worker makes them, against the same GETs with a bare client and `json.loads` only."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import psutil
import uvloop

from bench.result import Result
from bench.simulated import PER_SECOND, Simulated, all_due, collector, simulator
from ventra.catalog.store import watch
from ventra.collect.look import AT_ONCE
from ventra.collect.uzum.client import UzumClient
from ventra.collect.visit import visit
from ventra.infra.db import transaction
from ventra.services.worker import visits_at_once

PRODUCTS, ROUNDS, A_BATCH = 2_000, 3, 100
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a side was, and what of a core each of its visits took here and in the simulator."""

    per_second: float
    own_ms: float
    simulator_ms: float


def visiting(database: str, keys: str) -> list[Result]:
    """Ours and the bare client in turns over one simulator, then a worker's process from end to end."""
    with simulator(PRODUCTS) as market:
        environment = market.environment(database, keys)
        first, ours, bare = uvloop.run(_measure(environment, market))
        worker = uvloop.run(_whole_worker(environment, market))
    ratio = statistics.median(a.per_second / b.per_second for a, b in zip(ours, bare, strict=True))
    ceiling = 1000 / statistics.median(one.simulator_ms for one in bare)
    beside = (
        f"{_told('ours', ours)}; {_told('bare', bare)}, whose ceiling is {ceiling:,.0f}/s; "
        f"{first.per_second:,.0f}/s when nothing is known yet; {worker:,.0f}/s by a worker's process"
    )
    return [Result("visits stored against bare GETs", ratio, LEAST, True, "x", beside)]


def _told(name: str, paces: Sequence[Pace]) -> str:
    rate, own, market = (
        statistics.median(getattr(one, part) for one in paces)
        for part in ("per_second", "own_ms", "simulator_ms")
    )
    return f"{name} {rate:,.0f}/s ({own:.2f} ms of a core here, {market:.2f} in the simulator)"


async def _measure(environment: dict[str, str], market: Simulated) -> tuple[Pace, list[Pace], list[Pace]]:
    ours, bare = [], []
    async with collector(environment) as (pool, client):
        first = await _ours(pool, client, market)
        await _bare(client, market)
        for _ in range(ROUNDS):
            ours.append(await _ours(pool, client, market))
            bare.append(await _bare(client, market))
    return first, ours, bare


async def _ours(pool: Any, client: UzumClient, market: Simulated) -> Pace:
    """Every product once, in batches, as many of them at a time as the worker has."""
    await all_due(pool, market.product_ids)
    async with transaction(pool) as db:
        leases = await watch.take_due(
            db, collect="all", at_most=PRODUCTS, lease_seconds=600, now=datetime.now(UTC)
        )
    batches = iter([leases[at : at + A_BATCH] for at in range(0, PRODUCTS, A_BATCH)])
    done = 0

    async def work(batches: Iterator[list[watch.Lease]]) -> None:
        nonlocal done
        for batch in batches:
            report = await visit(pool, client, batch)
            done += report.outcomes.get("ok", 0) + report.outcomes.get("gone", 0)

    with Timed(market.pid) as timed:
        await asyncio.gather(*(work(batches) for _ in range(visits_at_once(PER_SECOND))))
    if done != PRODUCTS:
        raise RuntimeError(f"{done} of {PRODUCTS} products were visited")
    return timed.pace(PRODUCTS)


async def _bare(client: UzumClient, market: Simulated) -> Pace:
    """The same requests, as many at a time."""
    at_once = AT_ONCE * visits_at_once(PER_SECOND)
    ids = iter(market.product_ids)
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as http:

        async def work() -> None:
            for product_id in ids:
                async with http.get(client.product_url(product_id)) as answer:
                    json.loads(await answer.read())

        with Timed(market.pid) as timed:
            await asyncio.gather(*(work() for _ in range(at_once)))
    return timed.pace(PRODUCTS)


class Timed:
    """Time that passed, and time of a core that this process and the simulator took."""

    def __init__(self, simulator_pid: int) -> None:
        self._simulator = psutil.Process(simulator_pid)

    def _read(self) -> tuple[float, float, float]:
        times = self._simulator.cpu_times()
        return time.perf_counter(), time.process_time(), times.user + times.system

    def __enter__(self) -> Timed:
        self._began = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._took = [now - then for now, then in zip(self._read(), self._began, strict=True)]

    def pace(self, visits: int) -> Pace:
        """For so many visits."""
        seconds, own, market = self._took
        return Pace(visits / seconds, own / visits * 1000, market / visits * 1000)


async def _whole_worker(environment: dict[str, str], market: Simulated) -> float:
    """Visits per second by a process of the worker's own, between the end of its first batch and that of its last."""
    async with collector(environment, pool_at_most=2) as (pool, _):
        await all_due(pool, market.product_ids)
        began = datetime.now(UTC)
        argv = [sys.executable, "-m", "ventra.services.worker"]
        process = await asyncio.create_subprocess_exec(*argv, env=os.environ | environment)
        try:
            row = await _until_all_visited(pool, began)
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), 30)
    return float((PRODUCTS - row["first_ones"]) / row["seconds"])


async def _until_all_visited(pool: Any, began: datetime) -> Any:
    for _ in range(240):
        row = await pool.fetchrow(
            "SELECT count(*) AS done, count(*) FILTER (WHERE last_visit = first) AS first_ones, "
            "extract(epoch FROM max(last_visit) - min(last_visit)) AS seconds "
            "FROM (SELECT last_visit, min(last_visit) OVER () AS first FROM watch WHERE last_visit > $1) w",
            began,
        )
        if row["done"] == PRODUCTS:
            return row
        await asyncio.sleep(0.25)
    raise RuntimeError(f"the worker visited {row['done']} of {PRODUCTS} products within a minute")

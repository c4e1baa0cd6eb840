"""What reading costs: a product with 90 days against 50 rows of one SELECT, a list of 500 against the same bytes lying ready.

A reading is what draws a product: all that is known of it and its sales of 90 days, in one answer and of one moment. Both sides
of a ratio are asked of one server by a client of its own process, in slices that take turns, so that whoever else uses the
machine disturbs them alike. Each reading is of a product, or in an order, picked at random, and compressed as for a browser.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import asyncpg
import msgspec
import numpy as np

from bench.asking import CONNECTIONS, Plan
from bench.loading import DAYS, fill, serving
from bench.plain_server import BODIES_PATH, ROWS, ROWS_PATH
from bench.result import Result
from ventra.catalog.store.lists import SORTS
from ventra.core.day import day_of
from ventra.services.router import BASE

SLICE_SECONDS, ROUNDS = 2.0, 8
LIST = 500
LEAST_DETAIL, LEAST_LIST, MOST_P99 = 0.5, 0.4, 3.0


def reading(database: str, keys: str) -> list[Result]:
    """Fill, start the server, and let a client of its own process ask."""
    fill(database)
    with serving(database, keys, "bench.plain_server") as (address, _):
        return measured(database, address)


def measured(database: str, address: str) -> list[Result]:
    """The three ratios at a filled server."""
    asked = sides(asyncio.run(_prepare(database, address)))
    told: dict[str, Any] = {}
    for pair in (("rows", "detail"), ("bodies", "list")):
        told |= _ask(address, {side: asked[side] for side in pair})
    slower = _median(told, "detail", "p99_ms") / _median(told, "rows", "p99_ms")
    detail, of_list = _beside(told, "detail", "rows"), _beside(told, "list", "bodies")
    return [
        Result("a product with 90 days, against 50 plain rows", _ratio(told, "detail", "rows"), LEAST_DETAIL, True, "x", detail),
        Result("… its 99th percentile against theirs", slower, MOST_P99, False, "x", f"{CONNECTIONS} connections"),
        Result("a list of 500, against the same bytes", _ratio(told, "list", "bodies"), LEAST_LIST, True, "x", of_list),
    ]  # fmt: skip


def sides(ids: list[int]) -> dict[str, list[str]]:
    """What each side asks."""
    last = day_of(datetime.now(UTC))
    period = f"from={last - timedelta(days=DAYS - 1)}&to={last}"
    return {
        "rows": [f"{ROWS_PATH}?after={one}" for one in sorted(ids)[: -ROWS + 1]],
        "detail": [f"{BASE}/products/{one}/detail?{period}" for one in ids],
        "bodies": [f"{BODIES_PATH}?limit={LIST}"],
        "list": [f"{BASE}/products?limit={LIST}&sort={sort}" for sort in SORTS],
    }


async def _prepare(database: str, address: str) -> list[int]:
    """A table that holds the bytes of a list as the api gives it, a row a product; gives the products' ids."""
    async with aiohttp.request("GET", f"{address}{BASE}/products?limit={LIST}") as answer:
        items = msgspec.json.decode(await answer.read())["items"]
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("DROP TABLE IF EXISTS bench_bodies")
        await connection.execute("CREATE TABLE bench_bodies (place int PRIMARY KEY, body bytea NOT NULL)")
        rows = [(place, msgspec.json.encode(item)) for place, item in enumerate(items)]
        await connection.copy_records_to_table("bench_bodies", records=rows)
        await connection.execute("ANALYZE")
        return [row["product_id"] for row in await connection.fetch("SELECT product_id FROM product_latest")]
    finally:
        await connection.close()


def _ask(address: str, sides: dict[str, list[str]]) -> dict[str, Any]:
    plan = Plan(address, sides, SLICE_SECONDS, ROUNDS)
    client = subprocess.run(
        [sys.executable, "-m", "bench.asking"],
        input=msgspec.json.encode(plan),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(client.stdout)
    return found


def _median(told: dict[str, Any], side: str, what: str) -> float:
    return float(np.median(told[side][what]))


def _ratio(told: dict[str, Any], side: str, against: str) -> float:
    """The median over the rounds; within one, both sides met the machine in the same mood."""
    of_rounds = np.array(told[side]["per_second"]) / np.array(told[against]["per_second"])
    return float(np.median(of_rounds))


def _beside(told: dict[str, Any], *sides: str) -> str:
    return "; ".join(
        f"{side} {_median(told, side, 'per_second'):,.0f}/s, p50 {_median(told, side, 'p50_ms'):.1f} ms, "
        f"p99 {_median(told, side, 'p99_ms'):.1f} ms, {_median(told, side, 'bytes') / 1000:.1f} KB"
        for side in sides
    )

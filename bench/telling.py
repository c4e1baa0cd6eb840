"""From a price that changes on the shelf to the message in the chat: simulator, worker and bot as they are."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import uvloop
from aiohttp import web

from bench.result import Result
from bench.simulated import Simulated, simulator
from ventra.infra.db import connected
from ventra.infra.store import WEB_URL, set_installation
from ventra.simulator.telegram import TOKEN, FakeTelegram
from ventra.simulator.telegram_chat import Person

PRODUCTS, EVERY_SECONDS, BESIDE_SECONDS = 60, 10.0, 5.0
"""How often each is looked at here: in earnest that is a quarter of an hour, and the message is as much later."""
WARM_UP_SECONDS, LONGEST_SECONDS = 60.0, 90.0
_PRODUCT = re.compile(r"/p/(\d+)\?")
_PATH = re.compile(r"/product/(\d+)$")
# For each product a rule of its own and a chat of its own, so that no two messages are made one.
FILL = """
WITH o AS (INSERT INTO organisations (name) VALUES ('T') RETURNING org_id),
     w AS (INSERT INTO watch (product_id, tracked) SELECT unnest($1::bigint[]), true ON CONFLICT DO NOTHING),
     t AS (INSERT INTO trackers (org_id, product_id) SELECT org_id, unnest($1::bigint[]) FROM o),
     c AS (INSERT INTO alert_channels (org_id, kind, address, language)
           SELECT org_id, 'group', n::text, 'uz' FROM o, unnest($1::bigint[]) n RETURNING org_id, channel_id, address)
INSERT INTO alert_rules (org_id, scope, scope_id, kinds, units, limits, days, others, channels)
SELECT org_id, 'product', address::bigint, '{price_down}', '{percent}', '{5}', '{1}', '{0}', ARRAY[channel_id] FROM c
"""


class Shelf:
    """The simulator's shelf with some prices cut by a fifth: what a seller does, at an instant we know."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.cut: dict[int, float] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Its address."""
        async with aiohttp.ClientSession(auto_decompress=True) as self._http:
            app = web.Application()
            app.router.add_route("*", "/{rest:.*}", self._pass)
            runner = web.AppRunner(app)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            try:
                yield f"http://127.0.0.1:{runner.addresses[0][1]}"
            finally:
                await runner.cleanup()

    async def _pass(self, request: web.Request) -> web.Response:
        body = await request.read()
        kept = {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in ("host", "content-length")
        }
        async with self._http.request(
            request.method, f"{self._base}{request.path_qs}", data=body, headers=kept
        ) as answer:
            told = await answer.read()
            found = _PATH.search(request.path)
            if found and answer.status == 200 and int(found[1]) in self.cut:
                told = _cheaper(told)
            return web.Response(body=told, status=answer.status, content_type=answer.content_type)


def _cheaper(body: bytes) -> bytes:
    page = json.loads(body)
    for sku in page["payload"]["data"]["skuList"]:
        sku["purchasePrice"] = int(sku["purchasePrice"] * 0.8)
    return json.dumps(page).encode()


def telling(database: str, keys: str) -> list[Result]:
    """The 95th percentile, as a part of one interval between looks and five seconds."""
    with simulator(PRODUCTS) as market:
        waits = uvloop.run(_measured(database, keys, market))
    late = statistics.quantiles(waits, n=20)[-1]
    beside = (
        f"95th percentile {late:.1f} s, median {statistics.median(waits):.1f}, most {max(waits):.1f}; {len(waits)} changes, "
        f"each product looked at every {EVERY_SECONDS:g} s"
    )
    bound = EVERY_SECONDS + BESIDE_SECONDS
    return [
        Result(
            "from the shelf to the chat, against an interval and 5 s", late / bound, 1.0, False, "x", beside
        )
    ]


async def _measured(database: str, keys: str, market: Simulated) -> list[float]:
    ids = list(market.product_ids)
    fake, shelf = FakeTelegram(), Shelf(market.base)
    chats = {one: fake.person(one) for one in ids}
    await fake.start()
    try:
        async with connected(database) as db, shelf.open() as base:
            await set_installation(db, WEB_URL, "https://ventra.example")
            await db.execute(FILL, ids)
            passed = Simulated(base, market.pid, ids).environment(database, keys) | {"COLLECT": "tracked"}
            said = {"DATABASE_URL": database, "NODE_ENV": "test", "LOG_LEVEL": "error",
                    "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": fake.url}  # fmt: skip
            with _running("ventra.services.worker", passed), _running("ventra.services.bot", said):
                looking = asyncio.create_task(_look(db, ids))
                try:
                    return await _changed(shelf, chats, ids)
                finally:
                    looking.cancel()
                    await asyncio.gather(looking, return_exceptions=True)
    finally:
        await fake.stop()


async def _look(db: Any, ids: Sequence[int]) -> None:
    """Have each product looked at in its turn, all of them within one interval."""
    while True:
        for one in ids:
            await db.execute("UPDATE watch SET due_at = now() WHERE product_id = $1 AND due_at > now()", one)
            await asyncio.sleep(EVERY_SECONDS / len(ids))


async def _changed(shelf: Shelf, chats: dict[int, Person], ids: Sequence[int]) -> list[float]:
    """Cut each price once all were looked at several times; how long each message took."""
    await asyncio.sleep(WARM_UP_SECONDS)
    chance = random.Random(5)

    async def cut() -> None:
        for one in ids:
            await asyncio.sleep(chance.random() * 0.5)
            shelf.cut[one] = time.monotonic()

    cutting = asyncio.create_task(cut())
    arrived: dict[int, float] = {}
    until = time.monotonic() + LONGEST_SECONDS
    watched = dict(chats)
    while watched and time.monotonic() < until:
        for one, chat in list(watched.items()):
            if any(int(found) == one for shown in chat.seen for found in _PRODUCT.findall(shown.html)):
                arrived[one] = time.monotonic()
                del watched[one]
        await asyncio.sleep(0.02)
    await cutting
    if watched:
        raise RuntimeError(
            f"{len(watched)} of {len(chats)} messages have not come within {LONGEST_SECONDS:g} s"
        )
    return [arrived[one] - shelf.cut[one] for one in ids]


@contextmanager
def _running(module: str, variables: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", module], env=os.environ | variables, cwd=Path(__file__).parents[1]
    )
    try:
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=30)

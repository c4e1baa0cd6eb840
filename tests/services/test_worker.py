"""The worker as a process: it visits, is killed, loses its stores, and is told to stop."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest
from aiohttp import web

from fixtures.bodies import encoded, product
from fixtures.seldom import seldom
from ventra.collect.store import switch
from ventra.infra.migrate import upgrade
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis
from ventra.services.processes.children import free_port

pytestmark = pytest.mark.once


class Shop:
    """A marketplace of one interface on loopback. While `hanging`, it answers nobody."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.hanging = False
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        self.asked.append(number)
        while self.hanging:
            await asyncio.sleep(0.05)
        return web.Response(body=encoded(product(number)), content_type="application/json")


@asynccontextmanager
async def shop_open() -> AsyncIterator[Shop]:
    shop, app = Shop(), web.Application()
    app.router.add_get("/api/v2/product/{number}", shop.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", free_port())
    await site.start()
    shop.url = f"{site.name}/api"
    try:
        yield shop
    finally:
        shop.hanging = False
        await runner.cleanup()


class Worker:
    """A worker's process and its words."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self._log = process, log

    @property
    def words(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def end(self) -> int:
        """Ask it to stop; its exit status."""
        self.process.terminate()
        return self.process.wait(20)


@contextmanager
def worker(log: Path, database_url: str, redis_url: str, shop_url: str, **more: str) -> Iterator[Worker]:
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "UZUM_API_URL": shop_url,
        "UZUM_GRAPHQL_URL": "http://127.0.0.1:9/",
        "UZUM_TOKEN_URL": "http://127.0.0.1:9/",
        "COLLECT": "tracked",
        "CBU_URL": "http://127.0.0.1:9/",
        "BUDGET_PRODUCT_PER_SECOND": "100",
    } | more
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "ventra.services.worker"], env=env, stdout=out, stderr=out
        )
    try:
        yield Worker(process, log)
    finally:
        process.kill()
        process.wait(10)


async def until(met: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        found = met()
        if await found if isinstance(found, Awaitable) else found:
            return
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.1)


@asynccontextmanager
async def watching(database_url: str, products: int) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """`products` tracked products; gives a function that says how many have been seen."""
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(
            "INSERT INTO watch (product_id, tracked) SELECT n, true FROM generate_series(1, $1::bigint) n",
            products,
        )
        yield lambda: connection.fetchval("SELECT count(*) FROM product_latest")
    finally:
        await connection.close()


def is_now(count: Callable[[], Awaitable[int]], wanted: int) -> Callable[[], Awaitable[bool]]:
    async def met() -> bool:
        return await count() == wanted

    return met


async def test_what_is_due_is_visited_once_within_150_mb(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with shop_open() as shop, watching(database_url, 150) as seen:
        with worker(tmp_path / "log", database_url, redis_url, shop.url) as one:
            await until(is_now(seen, 150))
            assert sorted(shop.asked) == list(range(1, 151))
            connection = await asyncpg.connect(database_url)
            ran = "SELECT count(*) FROM job_schedule WHERE finished_at IS NOT NULL AND last_error IS NULL"

            async def all_ran() -> bool:
                return bool(await connection.fetchval(ran) >= 4)

            await until(all_ran)
            assert await connection.fetchval("SELECT count(*) FROM watch WHERE leased_until IS NOT NULL") == 0
            assert await connection.fetchval("SELECT count(*) FROM job_failures") == 0
            released = "SELECT value FROM installation WHERE key = 'release_worker'"
            assert str(await connection.fetchval(released)).startswith("0.1.0 20")
            await connection.close()
            assert psutil.Process(one.process.pid).memory_info().rss <= 150 * 2**20
            assert one.end() == 0
            for url in (database_url, redis_url):
                password = re.search(r":([^:@/]+)@", url)
                assert password is None or password[1] not in one.words


async def test_a_worker_killed_in_mid_visit_loses_nothing(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with shop_open() as shop, watching(database_url, 20) as seen:
        shop.hanging = True
        with worker(tmp_path / "first", database_url, redis_url, shop.url) as first:
            await until(lambda: shop.asked)
            first.process.send_signal(signal.SIGKILL)
            first.process.wait(10)
        shop.hanging = False
        with worker(tmp_path / "second", database_url, redis_url, shop.url) as second:
            await until(is_now(seen, 20), 30)
            assert second.end() == 0


async def test_a_worker_told_to_stop_in_mid_visit_ends_soon(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with shop_open() as shop, watching(database_url, 20):
        shop.hanging = True
        with worker(tmp_path / "log", database_url, redis_url, shop.url) as one:
            await until(lambda: shop.asked)
            asked = time.monotonic()
            assert await asyncio.to_thread(one.end) == 0
            assert time.monotonic() - asked < 18


async def test_with_collecting_off_nobody_is_asked(database_url: str, redis_url: str, tmp_path: Path) -> None:
    async with shop_open() as shop, watching(database_url, 5) as seen:
        with worker(tmp_path / "log", database_url, redis_url, shop.url, COLLECT="off") as one:
            await until(lambda: "the worker runs" in one.words)
            await asyncio.sleep(2.5)
            assert one.end() == 0
        assert shop.asked == []
        assert await seen() == 0


async def test_what_a_source_s_counter_does_is_kept_when_the_worker_starts(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with shop_open() as shop, watching(database_url, 0):
        given = {"COLLECT": "off", "COUNTER_ON_CANCEL": "rest=falls,file=keeps"}
        for number, wish in enumerate((given, given, {"COLLECT": "off"})):
            with worker(tmp_path / f"log {number}", database_url, redis_url, shop.url, **wish) as one:
                await until(lambda said=one: "the worker runs" in said.words)
                assert one.end() == 0
        connection = await asyncpg.connect(database_url)
        kept = await connection.fetch("SELECT version, counters_fall, counters_keep FROM profiles ORDER BY 1")
        await connection.close()
    assert [tuple(row) for row in kept] == [(1, [1], [9]), (2, [], [])]


async def test_the_operator_s_switch_holds_without_a_restart(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with shop_open() as shop, watching(database_url, 5) as seen:
        connection = await asyncpg.connect(database_url)
        with worker(tmp_path / "log", database_url, redis_url, shop.url, COLLECT="off") as one:
            await until(lambda: "the worker runs" in one.words)
            await asyncio.sleep(2)
            assert shop.asked == []
            await switch.turn(connection, "tracked")
            await until(is_now(seen, 5), 15)
            assert await switch.told_budget(connection) == 100.0
            assert (await switch.read(connection)).setting == "off"
            await switch.turn(connection, None)
            told = "SELECT value = 'off' FROM installation WHERE key = 'collected'"
            await until(lambda: connection.fetchval(told), 10)
            asked = len(shop.asked)
            await connection.execute("UPDATE watch SET due_at = now()")
            await asyncio.sleep(4.5)
            assert len(shop.asked) == asked
            assert one.end() == 0
        await connection.close()


async def test_visits_that_are_queued_when_collecting_is_switched_off_are_given_back(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    slowly = {"BUDGET_PRODUCT_PER_SECOND": "4"}
    async with shop_open() as shop, watching(database_url, 200) as seen:
        connection = await asyncpg.connect(database_url)
        with worker(tmp_path / "log", database_url, redis_url, shop.url, **slowly) as one:
            await until(lambda: len(shop.asked) >= 3)
            leased = "SELECT count(*) FROM watch WHERE leased_until > now()"
            assert await connection.fetchval(leased) > 30
            await switch.turn(connection, "off")
            await until(lambda: connection.fetchval(f"SELECT ({leased}) = 0"), 20)
            asked = len(shop.asked)
            await asyncio.sleep(2)
            assert len(shop.asked) == asked == await seen() < 100
            due = "SELECT count(*) FROM watch WHERE due_at <= now() AND last_visit IS NULL"
            assert await connection.fetchval(due) == 200 - asked
            assert await connection.fetchval("SELECT count(*) FROM job_failures") == 0
            assert one.end() == 0
        await connection.close()


async def test_without_postgres_the_worker_waits_and_says_so(redis_url: str, tmp_path: Path) -> None:
    nowhere = f"postgresql://ventra:hunter2hunter2@127.0.0.1:{free_port()}/ventra"
    with worker(tmp_path / "log", nowhere, redis_url, "http://127.0.0.1:9") as one:
        await until(lambda: one.words.count("the worker waits") >= 2)
        assert one.process.poll() is None
        assert one.end() == 0
        assert "hunter2" not in one.words
        assert "Traceback" not in one.words


async def test_a_wrong_setting_is_named_and_stops_the_start(redis_url: str, tmp_path: Path) -> None:
    with worker(tmp_path / "log", "mysql://secretuser@h/x", redis_url, "http://127.0.0.1:9") as one:
        assert await asyncio.to_thread(one.process.wait, 20) == 2
        assert "DATABASE_URL" in one.words
        assert "secretuser" not in one.words


@pytest.mark.parametrize("lost", ["postgres", *seldom("redis")])
async def test_a_store_that_is_killed_and_comes_back_is_used_again(
    lost: str, open_home: Path, tmp_path: Path
) -> None:
    postgres, valkey = EmbeddedPostgres(open_home), EmbeddedRedis(open_home)
    database_url, redis_url = await asyncio.to_thread(postgres.start), await asyncio.to_thread(valkey.start)
    server: EmbeddedPostgres | EmbeddedRedis = postgres if lost == "postgres" else valkey
    try:
        await asyncio.to_thread(upgrade, database_url)
        async with shop_open() as shop, watching(database_url, 10) as seen:
            with worker(tmp_path / "log", database_url, redis_url, shop.url) as one:
                await until(is_now(seen, 10))
                assert server.pid is not None
                os.kill(server.pid, signal.SIGKILL)
                await asyncio.to_thread(server.stop)
                await until(lambda: "away" in one.words or "jobs wait" in one.words)
                await asyncio.to_thread(server.start)
                connection = await asyncpg.connect(database_url)
                await connection.execute("UPDATE watch SET due_at = now()")
                await connection.close()
                await until(lambda: len(shop.asked) >= 20, 40)
                assert one.process.poll() is None
                assert one.end() == 0
    finally:
        await asyncio.to_thread(postgres.stop)
        await asyncio.to_thread(valkey.stop)

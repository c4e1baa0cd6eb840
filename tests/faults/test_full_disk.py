"""A full disk: what would be written is refused whole and says why, reading goes on, and with room everything does."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from redis import Redis
from redis.exceptions import RedisError

from fixtures import bodies, crawl, filled, market
from fixtures.api import running_api, sign_in_operator
from fixtures.services import running
from fixtures.small_disk import MB, SmallDisk, small_disk
from ventra.catalog.store import watch
from ventra.collect import patience
from ventra.collect.importing import import_file
from ventra.collect.visit import visit
from ventra.errors import StoreFull
from ventra.infra.db import connected, open_pool, transaction
from ventra.infra.migrate import upgrade
from ventra.infra.queue import Job, Queue, run_worker
from ventra.sales.close import close_touched
from ventra.sales.store.touched import touch_observed
from ventra.services.embedded.ballast import BALLAST_BYTES
from ventra.services.embedded.keep import keep_running
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis

NOW = datetime.now(UTC).replace(microsecond=0)
PRODUCTS = range(5_000, 5_040)
LANGUAGES = {"uz": "toʻlgan", "uz-Cyrl": "тўлган", "ru": "заполнено", "en": "is full"}


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk]:
    with small_disk(480 * MB) as mounted:
        yield mounted


@pytest.fixture(scope="module")
def server(disk: SmallDisk) -> Iterator[EmbeddedPostgres]:
    """A durable Postgres on the small disk, migrated."""
    postgres = EmbeddedPostgres(disk.folder / "home")
    upgrade(postgres.start())
    yield postgres
    postgres.stop()


@pytest.fixture
def url(server: EmbeddedPostgres, disk: SmallDisk) -> Iterator[str]:
    yield server.url()
    disk.empty()


def observations(path: Path, products: int = 400, looks: int = 40) -> Path:
    """A file of products nobody has met, with more than any page at hand has room for."""
    lines = [
        json.dumps(
            {
                "seen_at": (NOW - timedelta(hours=6 * (looks - at))).isoformat().replace("+00:00", "Z"),
                "product_id": 900_000 + product,
                "orders_total": 10 + at * (product % 5),
                "reviews_total": at,
                "rating": None,
                "price": 39_000 + at,
                "list_price": 45_000,
                "stock": 500 - at,
                "skus": [],
                "titles": {"uz": f"Choynak {product}", "ru": f"Чайник {product}"},
                "category_id": 5,
                "seller_id": 7,
            }
        )
        for product in range(products)
        for at in range(looks)
    ]
    path.write_text("\n".join(lines))
    return path


@asynccontextmanager
async def contents_stay(url: str) -> AsyncIterator[None]:
    """Nothing in any table changes within the block."""
    before = await contents(url)
    yield
    assert await contents(url) == before


async def contents(url: str) -> dict[str, tuple[int, str]]:
    async with connected(url) as db:
        await db.execute("SET work_mem = '256MB'")  # a sort on disk finds no room
        return await filled.contents(db)


async def leased(pool: Any) -> list[watch.Lease]:
    async with transaction(pool) as db:
        await watch.register(db, list(PRODUCTS), tracked=True)
        await db.execute("UPDATE watch SET due_at = now(), leased_until = NULL")
        return await watch.take_due(
            db, collect="tracked", at_most=len(PRODUCTS), lease_seconds=120, now=datetime.now(UTC)
        )


async def test_an_import_a_visit_and_a_closing_are_refused_whole_and_go_on_when_there_is_room(
    url: str, disk: SmallDisk, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.0)
    await filled.fill(url, tmp_path, products=60, days=20)
    pool = await open_pool(url, at_most=4)
    file = observations(tmp_path / "looks.ndjson")
    async with market.running() as shelf, market.client_of(shelf, redis_url) as client:
        shelf.products |= {one: bodies.product(one) for one in PRODUCTS}
        await visit(pool, client, [])
        leases = await leased(pool)
        async with transaction(pool) as db:
            first = await db.fetchval("SELECT min(day) FROM sales_days WHERE product_id < 2 ^ 40")
            await db.execute("UPDATE sales_days SET units = units + 1, units_high = units_high + 1")
            await touch_observed(db, first, NOW.date())
        disk.fill()
        async with contents_stay(url):
            with pytest.raises(StoreFull, match="disk of Postgres is full"):
                await import_file(pool, file, file.name, now=NOW, refuse=lambda one: None)
            with pytest.raises(StoreFull, match="disk of Postgres is full"):
                await visit(pool, client, leases)
            with pytest.raises(StoreFull, match="disk of Postgres is full"):
                await close_touched(pool, now=NOW)
        assert await pool.fetchval("SELECT count(*) FROM observations") > 0

        disk.empty()
        assert (await import_file(pool, file, file.name, now=NOW, refuse=lambda one: None)).rejected == 0
        assert (await visit(pool, client, leases)).outcomes == {"ok": len(PRODUCTS)}
        assert await close_touched(pool, now=NOW) > 60
        assert await close_touched(pool, now=NOW) == 0
    await pool.close()


async def test_the_api_refuses_to_write_in_four_languages_and_goes_on_reading(
    url: str, disk: SmallDisk, redis_url: str
) -> None:
    async with running_api(url, redis_url) as api:
        await sign_in_operator(api)
        disk.fill()
        async with contents_stay(url):
            for language, words in LANGUAGES.items():
                said = await api.post(
                    "/api/v1/imports",
                    params={"name": "looks.csv"},
                    content=bytes(2 * MB),
                    headers={"Accept-Language": language},
                )
                assert (said.status_code, said.headers["Retry-After"]) == (503, "60")
                assert said.headers["Content-Type"] == "application/problem+json"
                assert said.json()["key"] == "error.store_full"
                assert words in said.json()["title"]
            read = await api.get("/api/v1/products")
            assert read.status_code == 200
        disk.empty()
        assert (
            await api.post("/api/v1/imports", params={"name": "looks.csv"}, content=b"x" * MB)
        ).status_code == 201


async def test_a_server_whose_log_finds_no_room_comes_up_again_with_the_reserve(
    server: EmbeddedPostgres, url: str, disk: SmallDisk, redis_url: str
) -> None:
    ballast = disk.folder / "home/stores/postgres/ballast"
    assert ballast.stat().st_size == BALLAST_BYTES
    said: list[str] = []
    async with running_api(url, redis_url) as api, contents_stay(url):
        keeping = asyncio.create_task(keep_running([server], said.append))
        disk.fill()
        with pytest.raises(psycopg.OperationalError):
            await asyncio.to_thread(fill_the_log, url)
        assert (await api.get("/api/v1/products")).status_code in (200, 503)
        await until(lambda: not ballast.exists())
        await until(lambda: answers(url))
        assert (await api.get("/api/v1/products")).status_code == 200
        assert said[0] == "Postgres has gone down; it starts again by itself"
        assert sum("the reserve is given up" in words for words in said) == 1
        disk.empty()
        await until(ballast.exists)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


@pytest.mark.parametrize("knows_its_disk", [True, pytest.param(False, marks=pytest.mark.full)])
async def test_a_worker_rests_says_so_once_and_goes_on_by_itself(
    server: EmbeddedPostgres, url: str, disk: SmallDisk, redis_url: str, tmp_path: Path, knows_its_disk: bool
) -> None:
    async with connected(url) as db:
        await db.execute("DELETE FROM watch")
        await db.execute("UPDATE job_schedule SET due_at = now(), leased_until = NULL")
    await crawl.track_all(url)
    async with crawl.marketplace(tmp_path) as (base, log):
        env = crawl.worker_env(url, redis_url, base)
        if knows_its_disk:
            env |= {"DATABASE_FOLDER": str(server.folder)}
        # One that knows stops short of the end; the other meets it.
        disk.fill(leaving_bytes=40 * MB if knows_its_disk else 0)
        with running("worker", tmp_path / "worker", **env) as worker:
            await asyncio.sleep(8)
            assert worker.child.poll() is None
            if knows_its_disk:
                assert worker.words.count("has no room left: nothing is collected") == 1
                assert crawl.served(log) == {}
            else:
                assert 1 <= worker.words.count("disk of Postgres is full") < 30
            disk.empty()
            await until(lambda: visited(url) > 20, 60)
            assert worker.words.count("has room again") == int(knows_its_disk)
            assert worker.child.poll() is None


async def test_a_start_on_a_full_disk_says_where_room_is_needed(
    server: EmbeddedPostgres, disk: SmallDisk
) -> None:
    """Without a reserve to give up: everything that it could free is taken."""
    ballast = disk.folder / "home/stores/postgres/ballast"
    disk.fill()
    with pytest.raises(psycopg.OperationalError):
        fill_the_log(server.url())
    await until(server.is_down)
    server.stop()
    ballast.unlink()
    disk.fill()
    with pytest.raises(StoreFull, match=f"0 MB are free on the disk of {disk.folder}"):
        server.start()
    disk.empty()
    upgrade(server.start())


def fill_the_log(url: str) -> None:
    """Write to the log alone until it finds no room: the server ends there and then."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(100):
            connection.execute("SELECT pg_logical_emit_message(true, 'fills', repeat('x', 3000000))")


def visited(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM watch WHERE last_outcome = 'ok'").fetchone()
    return int(row[0]) if row else 0


def answers(url: str) -> bool:
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)
    return False


async def until(met: Any, seconds: float = 30) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not await asyncio.to_thread(met):
        assert asyncio.get_running_loop().time() < end, "it did not happen in time"
        await asyncio.sleep(0.1)


async def test_a_redis_that_cannot_write_its_file_says_so_once_and_the_queue_goes_on_when_it_can(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with small_disk(24 * MB) as small:
        redis = EmbeddedRedis(small.folder)
        keys = redis.start()
        queue, stop = Queue(keys, "full"), asyncio.Event()
        ran: list[str] = []

        async def run(payload: str) -> None:
            ran.append(payload)

        async def failed(job: Job, failure: Exception) -> None:
            raise failure

        working = asyncio.create_task(run_worker(keys, "full", {"job": run}, 1, failed, stop=stop))
        try:
            await queue.add_bulk([Job("job", "before", "before")])
            await until(lambda: ran == ["before"])
            small.fill()
            with pytest.raises(StoreFull, match="Redis cannot write to its disk"):
                await add_until_refused(queue)
            await asyncio.sleep(4)
            small.empty()
            await until(lambda: can_write(keys))
            await queue.add_bulk([Job("job", "after", "after")])
            await until(lambda: ran[-1] == "after")
            await asyncio.sleep(2.5)
        finally:
            stop.set()
            await working
            await queue.close()
            redis.stop()
    said = capfd.readouterr().out
    assert said.count("Redis is away: queued work waits") == said.count("Redis is back") == 1
    assert "No space left on device" in said
    assert said.count("the queue reports an error") <= 3


async def add_until_refused(queue: Queue) -> None:
    for number in range(1_000):
        await queue.add_bulk([Job("job", f"{number}-{one}", "x" * 1_000) for one in range(20)])
        await asyncio.sleep(0.01)


def can_write(keys: str) -> bool:
    with contextlib.suppress(RedisError), Redis.from_url(keys) as client:
        return bool(client.set("probe", 1))
    return False

"""The health pages of worker and bot, as a platform asks them."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from fakes.telegram import TOKEN, FakeTelegram
from fixtures.services import COMMIT, running

pytestmark = pytest.mark.once

NOWHERE = "postgresql://ventra:hunter2hunter2@127.0.0.1:9/ventra"


@asynccontextmanager
async def telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    await fake.start()
    yield fake
    await fake.stop()


async def test_a_worker_that_works_is_ready_and_says_what_it_was_built_from(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    stores = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "COLLECT": "off"}
    with running("worker", tmp_path / "log", **stores) as worker:
        assert await worker.until_it_says(200) == {"status": "ready", "reasons": []}
        told = worker.ask("/health")
        assert told.status_code == 200
        assert (told.json()["service"], told.json()["commit"]) == ("worker", COMMIT)
        assert worker.ask("/nothing").status_code == 404
        worker.child.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.child.wait, 20) == 0


async def test_a_worker_whose_stores_are_away_is_alive_and_not_ready(tmp_path: Path) -> None:
    away = {"DATABASE_URL": NOWHERE, "REDIS_URL": "redis://127.0.0.1:9"}
    with running("worker", tmp_path / "log", **away) as worker:
        told = await worker.until_it_says(503, "Redis")
        assert worker.ask("/health").json()["status"] == "alive"
        assert len(told["reasons"]) == 3
        assert "hunter2" not in str(told)


async def test_a_worker_on_a_database_without_schema_says_so(
    empty_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    stores = {"DATABASE_URL": empty_database_url, "REDIS_URL": redis_url}
    with running("worker", tmp_path / "log", **stores) as worker:
        await worker.until_it_says(503, "migrations have not run")


async def test_a_bot_is_ready_when_it_polls_and_when_it_stands_by(database_url: str, tmp_path: Path) -> None:
    async with telegram() as server:
        told = {"DATABASE_URL": database_url, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
        with running("bot", tmp_path / "first", **told) as first:
            await first.until_it_says(200)
            with running("bot", tmp_path / "second", **told) as second:
                await second.until_it_says(200)
                assert "stands by" in second.words
        assert server.called("getUpdates")


async def test_a_bot_whose_token_is_refused_is_not_ready(database_url: str, tmp_path: Path) -> None:
    async with telegram() as server:
        wrong = "7654321:another-token-that-nobody-knows"
        told = {"DATABASE_URL": database_url, "TELEGRAM_BOT_TOKEN": wrong, "TELEGRAM_API_URL": server.url}
        with running("bot", tmp_path / "log", **told) as bot:
            said = await bot.until_it_says(503, "TELEGRAM_BOT_TOKEN")
            assert "another-token" not in str(said)


async def test_a_bot_without_a_token_is_alive_and_says_why_it_is_off(tmp_path: Path) -> None:
    with running("bot", tmp_path / "log", DATABASE_URL=NOWHERE) as bot:
        await bot.until_it_says(503, "TELEGRAM_BOT_TOKEN is not set")
        assert bot.ask("/health").json()["service"] == "bot"


async def test_in_production_the_page_answers_on_both_families(tmp_path: Path) -> None:
    with running("bot", tmp_path / "log", DATABASE_URL=NOWHERE, NODE_ENV="production") as bot:
        await bot.until_it_says(503)
        if socket.has_dualstack_ipv6():
            assert httpx.get(f"http://[::1]:{bot.port}/health", timeout=10).status_code == 200


@pytest.mark.parametrize("service", ["worker", "bot"])
async def test_a_taken_port_stops_the_start_in_production_alone(service: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = {"DATABASE_URL": NOWHERE, "REDIS_URL": "redis://127.0.0.1:9"}
        told |= {"HEALTH_PORT": str(taken.getsockname()[1])}
        with running(service, tmp_path / "log", NODE_ENV="production", **told) as stopped:
            assert await asyncio.to_thread(stopped.child.wait, 60) == 2
            assert "HEALTH_PORT" in stopped.words
            assert "Traceback" not in stopped.words
        with running(service, tmp_path / "here", **told) as here:
            end = time.monotonic() + 60
            while "no health page" not in here.words:
                assert time.monotonic() < end, here.words
                await asyncio.sleep(0.1)
            assert here.child.poll() is None

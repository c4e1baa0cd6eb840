"""The health pages of worker and bot, as a platform asks them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from fakes.telegram import TOKEN, FakeTelegram
from ventra.services.processes.children import free_port

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NOWHERE = "postgresql://ventra:hunter2hunter2@127.0.0.1:9/ventra"


class Process:
    """A service in a process of its own, with its health page."""

    def __init__(self, child: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.child, self.port, self._log = child, port, log

    @property
    def words(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def ask(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    async def until_it_says(self, status: int, reason: str = "") -> Any:
        """Wait for an answer of `/health/ready`; its body."""
        end = time.monotonic() + 60
        while True:
            try:
                answer = await asyncio.to_thread(self.ask, "/health/ready")
                if answer.status_code == status and reason in " ".join(answer.json()["reasons"]):
                    return answer.json()
            except httpx.TransportError:
                answer = None
            assert time.monotonic() < end, (answer and answer.text, self.words)
            await asyncio.sleep(0.1)


@contextmanager
def running(service: str, log: Path, **env: str) -> Iterator[Process]:
    port = int(env.get("HEALTH_PORT") or free_port())
    told = {"PATH": os.environ["PATH"], "HEALTH_PORT": str(port), "RELEASE_COMMIT": COMMIT, **env}
    with log.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", f"ventra.services.{service}"], env=told, stdout=out, stderr=out
        )
    try:
        yield Process(child, port, log)
    finally:
        child.kill()
        child.wait(10)


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

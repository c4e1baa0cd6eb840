"""The worker makes report cards and reports: with Chromium, without it, and after it was killed in the middle of one."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from fixtures.api import running_api, sign_in_operator
from fixtures.cards import PRODUCT, endless_at_first, sold
from fixtures.crawl import running
from ventra.infra.db import connected

pytestmark = pytest.mark.once

SOON = 60.0


@pytest.fixture
def place() -> Iterator[Path]:
    """Where Chromium's folders go; nothing may be left in it."""
    with tempfile.TemporaryDirectory(prefix="cards-", dir="/tmp") as folder:
        yield Path(folder)


def worker_env(url: str, keys: str, place: Path, **more: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "REDIS_URL": keys,
        "COLLECT": "off",
        "CBU_URL": "http://127.0.0.1:9/",
        "TMPDIR": str(place),
        **more,
    }


async def until(met: Callable[[], Any]) -> None:
    end = time.monotonic() + SOON
    while True:
        found = met()
        if await found if isinstance(found, Awaitable) else found:
            return
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.05)


@asynccontextmanager
async def asked(url: str, keys: str, format: str) -> AsyncIterator[tuple[Any, str]]:
    """A client of the api, and the path of a card that was asked for."""
    async with connected(url) as db:
        await sold(db)
    async with running_api(url, keys) as api:
        answer = await api.post(f"/api/v1/products/{PRODUCT}/card", json={"format": format, "language": "ru"})
        assert answer.status_code == 202
        yield api, f"/api/v1/cards/{answer.json()['card_id']}"


def chromium_below(pid: int) -> list[psutil.Process]:
    """All processes below the worker once Chromium has gone as far as its renderer, else none."""
    try:
        below = psutil.Process(pid).children(recursive=True)
        return below if any("--type=renderer" in one.cmdline() for one in below) else []
    except psutil.NoSuchProcess:
        return []


def ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.browser
async def test_a_worker_killed_in_mid_card_leaves_nothing_and_the_next_one_makes_it(
    database_url: str, redis_url: str, chromium: str, tmp_path: Path, place: Path
) -> None:
    odd = endless_at_first(tmp_path, chromium)
    env = worker_env(database_url, redis_url, place, CHROMIUM_PATH=str(odd))
    async with asked(database_url, redis_url, "png") as (api, path):
        with running(["ventra.services.worker"], env, tmp_path / "first") as first:
            below: list[psutil.Process] = []
            await until(lambda: below.extend(chromium_below(first.pid)) or below)
            assert (await api.get(path)).json()["state"] == "running"
            first.send_signal(signal.SIGKILL)
            first.wait(10)
            await until(lambda: all(map(ended, below)))
            await until(lambda: not list(place.iterdir()))
        async with connected(database_url) as db:
            # The leases of the dead end by time; here that time has passed.
            await db.execute("UPDATE cards SET leased_until = now()")
            await db.execute("UPDATE job_schedule SET leased_until = now()")
        with running(["ventra.services.worker"], env, tmp_path / "second"):

            async def is_done(asked: str = path) -> bool:
                return (await api.get(asked)).json()["state"] == "done"

            await until(is_done)
            await sign_in_operator(api)
            wish = {"kind": "seller", "subject_id": PRODUCT, "language": "uz"}
            report = f"/api/v1/reports/{(await api.post('/api/v1/reports', json=wish)).json()['report_id']}"
            await until(lambda: is_done(report))
            pdf = await api.get(f"{report}/report.pdf")
            assert pdf.headers["content-type"] == "application/pdf"
            assert pdf.content.startswith(b"%PDF")
        file = await api.get(f"{path}/file")
        assert file.content.startswith(b"\x89PNG")
        assert not list(place.iterdir())


async def test_without_chromium_the_worker_says_so_once_and_the_card_says_why(
    database_url: str, redis_url: str, tmp_path: Path, place: Path
) -> None:
    env = worker_env(database_url, redis_url, place, CHROMIUM_PATH=str(tmp_path / "nowhere"))
    async with asked(database_url, redis_url, "pdf") as (api, path):
        with running(["ventra.services.worker"], env, tmp_path / "log") as worker:

            async def has_failed() -> bool:
                return (await api.get(path)).json()["state"] == "failed"

            await until(has_failed)
            assert "Chromium" in (await api.get(path)).json()["error"]
            worker.terminate()
            assert await asyncio.to_thread(worker.wait, 20) == 0
        words = (tmp_path / "log").read_text()
        assert words.count("no Chromium") == 1
        assert str(tmp_path / "nowhere") in words


def card(url: str, *told: str, **more: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "ventra.services.cli", "card", *told]
    env = os.environ | {"DATABASE_URL": url} | more
    return subprocess.run(argv, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.browser
async def test_the_command_writes_the_card_to_a_file(database_url: str, tmp_path: Path) -> None:
    async with connected(database_url) as db:
        await sold(db)
    out = tmp_path / "card.pdf"
    told = await asyncio.to_thread(
        card, database_url, str(PRODUCT), "--format", "pdf", "--language", "uz-cyrl", "--out", str(out)
    )
    assert told.returncode == 0, told.stderr
    assert out.read_bytes().startswith(b"%PDF-")
    assert str(out) in told.stderr


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        (["9", "--format", "png", "--out", "x"], 1, "no product 9"),
        (["9", "--format", "png", "--language", "de", "--out", "x"], 2, "uz-Cyrl"),
        (["nothing", "--format", "png", "--out", "x"], 2, ""),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    database_url: str, tmp_path: Path, told: list[str], status: int, words: str
) -> None:
    mine = tmp_path / "chromium"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)
    done = card(database_url, *told, CHROMIUM_PATH=str(mine))
    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_without_chromium_the_command_says_what_to_install(database_url: str, tmp_path: Path) -> None:
    done = card(database_url, "9", "--format", "png", "--out", "x", CHROMIUM_PATH=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "CHROMIUM_PATH" in done.stderr

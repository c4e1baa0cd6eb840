"""Chromium within its bounds: count, time, memory; and nothing left behind, however a run ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiohttp import web

from ventra.errors import Unavailable
from ventra.infra.browser import Limits, Renderer, RenderFailed, find_chromium, version_of

PAGE = "<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:0}body{background:teal}</style><h1>Ўқғҳ</h1>"
NEVER = PAGE + "<script>for (;;) {}</script>"
HUNGRY = PAGE + "<script>const all = []; for (;;) all.push(new Uint8Array(2e7).fill(7))</script>"
SOON = 30.0


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Chromium's folders go in this test; nothing may be left in it."""
    folder = Path(tempfile.mkdtemp(prefix="pages-", dir="/tmp"))
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    until = time.monotonic() + SOON
    while left := list(folder.iterdir()):
        assert time.monotonic() < until, left
        time.sleep(0.1)
    folder.rmdir()


def guards_of(pid: int) -> list[psutil.Process]:
    """The guards that a process has started and that have not ended."""
    found = []
    for one in psutil.Process(pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "ventra.infra.browser_guard" in one.cmdline():
                found.append(one)
    return found


def below(pid: int) -> list[psutil.Process]:
    """The guards of a process, and all below them."""
    found = guards_of(pid)
    for guard in list(found):
        with contextlib.suppress(psutil.NoSuchProcess):
            found += guard.children(recursive=True)
    return found


async def watched(rendering: asyncio.Future[Any]) -> tuple[set[psutil.Process], int]:
    """Every process of it that was seen until it was done, and how many guards at most at a time."""
    seen: set[psutil.Process] = set()
    most = 0
    while not rendering.done():
        seen.update(below(os.getpid()))
        most = max(most, len(guards_of(os.getpid())))
        await asyncio.sleep(0.05)
    return seen, most


def running(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended; one that waits to be reaped has."""
    left = []
    for process in processes:
        try:
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                left.append(process)
        except psutil.NoSuchProcess:
            continue
    return left


def until_chromium_runs(pid: int) -> list[psutil.Process]:
    """The guard and a Chromium that has gone as far as its renderer."""
    until = time.monotonic() + SOON
    while True:
        try:
            found = below(pid)
            if any("--type=renderer" in process.cmdline() for process in found):
                return found
        except psutil.NoSuchProcess:
            continue
        assert time.monotonic() < until, "Chromium did not start"
        time.sleep(0.05)


def test_a_configured_chromium_that_is_not_there_is_not_replaced_by_another(tmp_path: Path) -> None:
    assert find_chromium(tmp_path / "chromium") is None
    assert find_chromium(tmp_path) is None


def test_without_a_path_there_is_no_chromium(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert find_chromium(None) is None
    mine = tmp_path / "google-chrome"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)
    assert find_chromium(None) == mine
    assert find_chromium(mine) == mine


async def test_a_chromium_that_does_not_start_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'libnss3.so: cannot open shared object file' >&2\nexit 127\n")
    broken.chmod(0o755)
    with pytest.raises(Unavailable, match=r"libnss3\.so"):
        await version_of(broken)
    with pytest.raises(RenderFailed, match=r"libnss3\.so") as failure:
        await Renderer(broken).render(PAGE, "png")
    assert failure.value.why == "failed"


async def test_where_there_is_no_sandbox_chromium_runs_without_and_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    told = tmp_path / "told"
    fussy = tmp_path / "chromium"
    fussy.write_text(
        f'#!/bin/sh\necho "$*" >> {told}\n'
        'case "$*" in *--no-sandbox*) echo made > made.png ;; *) echo "No usable sandbox!" >&2; exit 1 ;; esac\n'
    )
    fussy.chmod(0o755)
    renderer = Renderer(fussy)
    assert await renderer.render(PAGE, "png") == b"made\n"
    assert await renderer.render(PAGE, "png") == b"made\n"
    assert ["--no-sandbox" in line for line in told.read_text().splitlines()] == [False, True, True]


@pytest.mark.browser
async def test_a_page_becomes_a_picture_of_just_that_size_or_a_sheet(chromium: str) -> None:
    assert (await version_of(Path(chromium))).count(".") == 3
    renderer = Renderer(Path(chromium), at_once=2)
    picture, sheet = await asyncio.gather(
        renderer.render(PAGE, "png", width=600, height=700), renderer.render(PAGE, "pdf")
    )
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (600, 700)
    assert sheet.startswith(b"%PDF-")
    assert sheet.count(b"/Type /Page\n") == 1


@pytest.mark.browser
async def test_no_more_run_at_once_than_are_allowed(chromium: str) -> None:
    renderer = Renderer(Path(chromium), at_once=1)
    rendering = asyncio.gather(*(renderer.render(PAGE, "png") for _ in range(3)))
    seen, most = await watched(rendering)
    assert [made[:4] for made in await rendering] == [b"\x89PNG"] * 3
    assert most == 1
    assert running(seen) == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("page", "limits", "why"),
    [(NEVER, Limits(seconds=3), "too_slow"), (HUNGRY, Limits(seconds=60, memory_mb=500), "too_big")],
)
async def test_a_page_that_takes_too_much_is_ended(
    chromium: str, page: str, limits: Limits, why: str
) -> None:
    rendering = asyncio.create_task(Renderer(Path(chromium), limits=limits).render(page, "png"))
    seen, _ = await watched(rendering)
    with pytest.raises(RenderFailed) as failure:
        await rendering
    assert failure.value.why == why
    assert len(seen) > 2
    assert running(seen) == []


@pytest.mark.browser
async def test_whoever_gives_up_leaves_nothing_running(chromium: str) -> None:
    rendering = asyncio.create_task(Renderer(Path(chromium)).render(NEVER, "png"))
    started = await asyncio.to_thread(until_chromium_runs, os.getpid())
    rendering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await rendering
    assert running(started) == []


@pytest.mark.browser
@pytest.mark.parametrize("killed", ["worker", "guard"])
def test_whoever_is_killed_leaves_nothing_running(chromium: str, folder: Path, killed: str) -> None:
    words = (
        "import asyncio, sys; from pathlib import Path; from ventra.infra.browser import Renderer; "
        "asyncio.run(Renderer(Path(sys.argv[1])).render(sys.argv[2], 'png'))"
    )
    worker = subprocess.Popen([sys.executable, "-c", words, chromium, NEVER], stderr=subprocess.DEVNULL)
    started = until_chromium_runs(worker.pid)
    guard = started[0]
    os.kill(worker.pid if killed == "worker" else guard.pid, signal.SIGKILL)
    worker.wait(SOON)
    until = time.monotonic() + SOON
    while left := running(started):
        assert time.monotonic() < until, left
        time.sleep(0.05)
    if killed == "guard":
        # Nobody is there to clean up; the next guard does, once the folder is surely nobody's.
        (left_behind,) = folder.iterdir()
        os.utime(left_behind, (0, 0))
        with pytest.raises(RenderFailed):
            asyncio.run(Renderer(Path("/bin/false")).render(PAGE, "png"))


@pytest.mark.browser
async def test_a_page_reaches_nobody(chromium: str) -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(text="body { background: red }", content_type="text/css")

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    links = "".join(
        f'<link rel=stylesheet href="http://{host}:{port}/s"><img src="http://{host}:{port}/i">'
        for host in ("127.0.0.1", "localhost")
    )
    picture = await Renderer(Path(chromium)).render(PAGE + links, "png")
    await runner.cleanup()
    assert picture.startswith(b"\x89PNG")
    assert asked == []

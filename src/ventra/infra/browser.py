"""Chromium: where it is, and pages rendered by it. One run a page, inside a guard that bounds it (`browser_guard.py`).

A page comes from us, whole: no name is resolved, no proxy answers, and its own policy is to forbid scripts.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import msgspec

from ventra.errors import Unavailable, VentraError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
VERSION_SECONDS = 20
SPARE_SECONDS = 15.0
"""What a guard needs at most, beside Chromium's time, to start, to kill and to clean up."""
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-device-scale-factor=1",
    "--font-render-hinting=none",
    "--user-data-dir={folder}/profile",
)

Kind = Literal["png", "pdf"]
Why = Literal["too_slow", "too_big", "failed"]


class RenderFailed(VentraError):
    """Chromium made no file; `why` says what kept it from it."""

    key: ClassVar[str] = "error.render"

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take: seconds by the clock, and megabytes of memory over all its processes."""

    seconds: float = 20.0
    memory_mb: int = 700


class _Outcome(msgspec.Struct, frozen=True):
    outcome: Literal["done", "too_slow", "too_big", "failed"]
    took_ms: int
    peak_mb: int
    sandbox: bool
    words: str
    bytes: int


def find_chromium(configured: Path | None) -> Path | None:
    """The Chromium to use: the one that was configured, else one on PATH; `None` when there is none to run."""
    if configured is not None:
        return configured if os.access(configured, os.X_OK) and configured.is_file() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is not None:
        return Path(found)
    apps = [Path("/Applications", app) for app in MAC_APPS]
    return next((app for app in apps if sys.platform == "darwin" and app.is_file()), None)


async def version_of(path: Path) -> str:
    """Chromium's version, such as `131.0.6778.85`; `Unavailable` says why it does not start."""
    process = await asyncio.create_subprocess_exec(
        path,
        "--version",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.defpath, "HOME": tempfile.gettempdir()},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(VERSION_SECONDS):
            out, words = await process.communicate()
    except TimeoutError:
        raise Unavailable(f"{path} --version gives no answer in {VERSION_SECONDS} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    found = re.search(rb"\d+(\.\d+){1,3}", out)
    if process.returncode != 0 or found is None:
        raise Unavailable(f"{path} does not start: {words.decode(errors='replace').strip()[-500:]}")
    return found[0].decode()


class Renderer:
    """Renders pages, `at_once` at a time; the others wait for their turn."""

    def __init__(self, chromium: Path, *, at_once: int = 1, limits: Limits | None = None) -> None:
        self.at_once = at_once
        self._chromium = chromium
        self._limits = limits or Limits()
        self._turn = asyncio.Semaphore(at_once)
        # Chromium refuses to run as root with its sandbox; elsewhere the first run shows whether there is one.
        self._sandbox = os.geteuid() != 0

    async def render(self, html: str, kind: Kind, *, width: int = 1080, height: int = 1350) -> bytes:
        """A page as a picture of `width` × `height` pixels, or as a PDF whose size the page's own style says.

        Raises `RenderFailed`. When it is cancelled, or this process dies, Chromium ends as well.
        """
        how = {
            "png": ["--screenshot={folder}/made.png", f"--window-size={width},{height}"],
            "pdf": ["--print-to-pdf={folder}/made.pdf", "--no-pdf-header-footer"],
        }[kind]
        page = html.encode()
        order = {
            "argv": [str(self._chromium), *FLAGS, *how, "file://{folder}/page.html"],
            "made": f"made.{kind}",
            "page_bytes": len(page),
            "seconds": self._limits.seconds,
            "memory_bytes": self._limits.memory_mb * 2**20,
        }
        async with self._turn:
            outcome, file = await self._run(order | {"sandbox": self._sandbox}, page)
        self._sandbox = outcome.sandbox
        if outcome.outcome == "done":
            return file
        told = f"after {outcome.took_ms} ms and {outcome.peak_mb} MB: {outcome.words}".strip(": \n")
        raise RenderFailed(outcome.outcome, f"Chromium {outcome.outcome} {told}")

    async def _run(self, order: dict[str, Any], page: bytes) -> tuple[_Outcome, bytes]:
        guard = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "ventra.infra.browser_guard",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(2 * self._limits.seconds + SPARE_SECONDS):
                return await _ask(guard, msgspec.json.encode(order) + b"\n" + page)
        except TimeoutError:
            raise RenderFailed("too_slow", "the process that guards Chromium gives no answer") from None
        finally:
            await _let_go(guard)


async def _ask(guard: asyncio.subprocess.Process, order: bytes) -> tuple[_Outcome, bytes]:
    if guard.stdin is None or guard.stdout is None:
        raise RuntimeError("the guard has no pipes")
    try:
        guard.stdin.write(order)
        await guard.stdin.drain()
        outcome = msgspec.json.decode(await guard.stdout.readline(), type=_Outcome)
        return outcome, await guard.stdout.readexactly(outcome.bytes)
    except (ConnectionError, msgspec.DecodeError, asyncio.IncompleteReadError) as gone:
        raise RenderFailed("failed", "the process that guards Chromium ended without an answer") from gone


async def _let_go(guard: asyncio.subprocess.Process) -> None:
    """Close the pipe: the guard ends Chromium, cleans up and ends. Killing it is for a guard that does not."""
    if guard.stdin is not None:
        guard.stdin.close()
    try:
        async with asyncio.timeout(SPARE_SECONDS / 3):
            await guard.wait()
    except (TimeoutError, asyncio.CancelledError) as cut:
        with contextlib.suppress(ProcessLookupError):  # it ended this moment
            guard.kill()
        await guard.wait()
        if isinstance(cut, asyncio.CancelledError):
            raise

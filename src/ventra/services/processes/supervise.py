"""Runs named processes side by side: their words on one stream, a crash restarted, all of them gone at the end."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from ventra.services.processes.children import die_with_parent
from ventra.services.processes.lifeline import tie_to_us

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
CALM_SECONDS = 60.0  # who lived this long starts over with the shortest wait
STOP_SECONDS = 8.0
PIPE_SECONDS = 2.0
TAIL_LINES = 20
LARGEST_LOG_BYTES = 5_000_000
LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep running. `ready_url` answers 200 once it can be used; `aloud` shows its words in any case."""

    name: str
    argv: list[str]
    env: Mapping[str, str] = field(repr=False)
    ready_url: str | None = None
    aloud: bool = False


@dataclass(eq=False, slots=True)
class _Running:
    child: Child
    process: asyncio.subprocess.Process
    tail: deque[str]
    reader: asyncio.Task[None]
    started: float
    restarts: int = 0


class Supervisor:
    """Keeps children running until told to stop. With `logs` their words go to files there, else to `out`."""

    def __init__(
        self, out: TextIO = sys.stderr, logs: Path | None = None, stop_seconds: float = STOP_SECONDS
    ) -> None:
        self._out = out
        self._logs = logs
        self._stop_seconds = stop_seconds
        self._running: dict[str, _Running] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False

    def pids(self) -> dict[str, int]:
        """The pid of each child that runs now."""
        return {name: running.process.pid for name, running in self._running.items()}

    async def start(self, child: Child) -> None:
        """Start a child and keep it running from now on."""
        running = await self._spawn(child, restarts=0)
        self._keepers.append(asyncio.create_task(self._keep(running)))

    async def finish(self, child: Child) -> int:
        """Run a child once to its end; its exit status."""
        running = await self._spawn(child, restarts=0)
        try:
            code = await self._ended(running)
        finally:
            await self._end([running])
            self._running.pop(child.name, None)
        if code != 0:
            self._tell_death(running, code)
        return code

    async def wait_ready(self, child: Child, wait_seconds: float) -> bool:
        """Whether the child's `ready_url` answered 200 within the time."""
        if child.ready_url is None:
            return True
        until = time.monotonic() + wait_seconds
        while not await asyncio.to_thread(answers_200, child.ready_url):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.1)
        return True

    async def stop(self) -> None:
        """End all, the last started first, within `stop_seconds`; whoever is left then is killed."""
        self._stopping = True
        for keeper in self._keepers:
            keeper.cancel()
        for failure in await asyncio.gather(*self._keepers, return_exceptions=True):
            if isinstance(failure, Exception):
                self._say("supervisor", repr(failure))
        await self._end(list(reversed(self._running.values())))
        self._running.clear()

    def kill(self) -> None:
        """End all at once, for whoever cannot wait."""
        for running in self._running.values():
            _signal_group(running.process, signal.SIGKILL)

    async def _spawn(self, child: Child, restarts: int) -> _Running:
        process = await asyncio.create_subprocess_exec(
            *child.argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(child.env),
            limit=LONGEST_LINE,
            start_new_session=True,  # Ctrl-C reaches us alone; we end them in order
            preexec_fn=die_with_parent(signal.SIGKILL),
        )
        tie_to_us(process.pid, signal.SIGKILL)
        tail: deque[str] = deque(maxlen=TAIL_LINES)
        reader = asyncio.create_task(self._read(child, process, tail))
        running = _Running(child, process, tail, reader, time.monotonic(), restarts)
        self._running[child.name] = running
        return running

    async def _keep(self, running: _Running) -> None:
        while True:
            code = await self._ended(running)
            if self._stopping:
                return
            self._tell_death(running, code)
            calm = time.monotonic() - running.started > CALM_SECONDS
            restarts = 0 if calm else running.restarts + 1
            wait_seconds = min(FIRST_WAIT_SECONDS * 2 ** max(0, restarts - 1), LONGEST_WAIT_SECONDS)
            self._say(running.child.name, f"starts again in {wait_seconds:g} s")
            await asyncio.sleep(wait_seconds)
            running = await self._spawn(running.child, restarts)

    async def _ended(self, running: _Running) -> int:
        code = await running.process.wait()
        _signal_group(running.process, signal.SIGKILL)  # what it left behind
        # Whatever left its group may still hold the pipe open: its words are not waited for.
        await asyncio.wait({running.reader}, timeout=PIPE_SECONDS)
        return code

    async def _read(self, child: Child, process: asyncio.subprocess.Process, tail: deque[str]) -> None:
        if process.stdout is None:
            raise RuntimeError(f"{child.name} has no output to read")
        with contextlib.ExitStack() as stack:
            log = stack.enter_context(_open_log(self._logs, child.name)) if self._logs else None
            while True:
                try:
                    raw = await process.stdout.readline()
                except ValueError:
                    raw = b"(a line that is too long was left out)\n"
                if not raw:
                    return
                line = raw.decode(errors="replace").rstrip("\r\n")
                tail.append(line)
                if log is not None:
                    print(line, file=log, flush=True)
                if log is None or child.aloud:
                    self._say(child.name, line)

    async def _end(self, order: list[_Running]) -> None:
        until = time.monotonic() + self._stop_seconds
        for running in order:
            if running.process.returncode is None:
                running.process.terminate()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(running.process.wait(), max(0.0, until - time.monotonic()))
            _signal_group(running.process, signal.SIGKILL)
            await running.process.wait()
            running.reader.cancel()
            await asyncio.gather(running.reader, return_exceptions=True)

    def _tell_death(self, running: _Running, code: int) -> None:
        how = f"was ended by signal {-code}" if code < 0 else f"ended with status {code}"
        if self._logs is not None and not running.child.aloud:
            for line in running.tail:
                self._say(running.child.name, line)
        self._say(running.child.name, how)

    def _say(self, name: str, line: str) -> None:
        print(f"{name:>9} | {line}", file=self._out, flush=True)


def _open_log(folder: Path, name: str) -> TextIO:
    """The child's log; a large one from before makes room."""
    path = folder / f"{name}.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG_BYTES:
        path.rename(path.with_suffix(".log.old"))
    return path.open("a")


def _signal_group(process: asyncio.subprocess.Process, number: int) -> None:
    """Each child leads a session, so its group is its pid."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody of the group is left
        os.killpg(process.pid, number)


def answers_200(url: str, wait_seconds: float = 2.0) -> bool:
    """Whether a GET on loopback answers 200; no proxy stands between."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=wait_seconds)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

"""Children that die with us where the kernel offers no such promise (macOS).

A watcher process reads a pipe whose other end only we hold. When we are gone, however that came about, the
pipe ends and the watcher signals every child it was told of. On Linux the kernel does this
(`PR_SET_PDEATHSIG`) and no watcher starts.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import IO

GRACE_SECONDS = 10.0
_watcher: list[IO[str]] = []


def tie_to_us(pid: int, death_signal: int) -> None:
    """Tell the watcher of a child; does nothing on Linux, where the child has tied itself."""
    if sys.platform == "linux":
        return
    if not _watcher:
        _watcher.append(start_watcher())
    tell(_watcher[0], pid, death_signal)


def start_watcher() -> IO[str]:
    """Start the watcher and return the pipe to it."""
    child = subprocess.Popen(
        [sys.executable, "-m", "ventra.services.processes.lifeline"],
        stdin=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    if child.stdin is None:
        raise RuntimeError("the watcher has no pipe")
    return child.stdin


def tell(pipe: IO[str], pid: int, death_signal: int) -> None:
    """Name one child to the watcher."""
    pipe.write(f"{pid} {death_signal}\n")
    pipe.flush()


def watch(lines: IO[str]) -> None:
    """Read `pid signal` lines until the pipe ends, then end every process named."""
    children: dict[int, int] = {}
    for line in lines:
        pid, number = line.split()
        children[int(pid)] = int(number)
        children = {p: n for p, n in children.items() if _alive(p)}
    _signal_all(children)
    until = time.monotonic() + GRACE_SECONDS
    while any(_alive(pid) for pid in children) and time.monotonic() < until:
        time.sleep(0.1)
    _signal_all(dict.fromkeys(children, signal.SIGKILL))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _signal_all(children: dict[int, int]) -> None:
    for pid, number in children.items():
        with contextlib.suppress(ProcessLookupError):  # it ended by itself meanwhile
            os.kill(pid, number)


if __name__ == "__main__":
    watch(sys.stdin)

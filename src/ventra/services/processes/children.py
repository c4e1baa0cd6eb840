"""How a process of ours starts, dies with us and is ended, also one that a killed supervisor left behind."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ventra.errors import Conflict, Unavailable
from ventra.services.processes.lifeline import tie_to_us
from ventra.services.processes.listing import children_of

LOOPBACK = "127.0.0.1"
TOOL_SECONDS = 600
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Owner:
    """The user the servers run as."""

    uid: int
    gid: int


def free_port(wanted: int | None = None) -> int:
    """`wanted` when it is free on loopback, else one the kernel picks."""
    for port in ([wanted] if wanted else []) + [0]:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Unavailable("no free port on loopback")


def die_with_parent(death_signal: int) -> Callable[[], None] | None:
    """What the child does before it becomes the server, to get `death_signal` when we are gone (Linux)."""
    if _LIBC is None:
        return None
    parent, prctl = os.getpid(), _LIBC.prctl

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return tie


def adopt_strays() -> None:
    """From now on whoever below us loses its parent becomes our child, so that `end_strays` finds it (Linux)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_strays(wait_seconds: float = 3.0) -> None:
    """Kill every child that is left, and theirs as they become ours; for the very end of a supervisor."""
    until = time.monotonic() + wait_seconds
    while strays := children_of(os.getpid()):
        for pid in strays:
            with contextlib.suppress(ProcessLookupError):  # ended since we looked
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):  # reaped by whoever started it
                os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > until:
            return
        time.sleep(0.02)


def start_server(
    argv: list[str],
    owner: Owner | None,
    log: Path,
    *,
    death_signal: int,
    cwd: Path,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own (Ctrl-C does not reach it), its words going to `log`."""
    with log.open("ab") as out:
        child = subprocess.Popen(  # noqa: S603 - argv is put together by us
            argv,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env) if env is not None else server_environment(),
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            extra_groups=[] if owner else None,
            start_new_session=True,
            preexec_fn=die_with_parent(death_signal),
        )
    tie_to_us(child.pid, death_signal)
    return child


def server_environment(**more: str) -> dict[str, str]:
    """No secret of ours in a server's environment: only what it needs."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", **more}


def run_tool(
    argv: list[str],
    owner: Owner | None,
    what: str,
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    sent: str = "",
) -> str:
    """Run a store's own tool to its end and return its output; `Unavailable` says what failed and why."""
    done = subprocess.run(  # noqa: S603 - argv is put together by us
        argv,
        cwd=cwd,
        env=dict(env) if env is not None else server_environment(),
        user=owner.uid if owner else None,
        group=owner.gid if owner else None,
        extra_groups=[] if owner else None,
        input=sent,
        capture_output=True,
        text=True,
        timeout=TOOL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(
            f"{what} failed ({done.returncode}): {(done.stderr or done.stdout).strip()[-2000:]}"
        )
    return done.stdout


def run_quietly(argv: list[str], owner: Owner) -> int:
    """Exit status of a short question asked as `owner`."""
    return subprocess.run(  # noqa: S603 - argv is put together by us
        argv,
        cwd="/",
        user=owner.uid,
        group=owner.gid,
        extra_groups=[],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=10,
        check=False,
    ).returncode


def end(child: subprocess.Popen[bytes], steps: list[tuple[int, float]]) -> None:
    """Send each signal in turn and give it its seconds; SIGKILL ends whatever is left."""
    for number, wait_seconds in [*steps, (signal.SIGKILL, 5.0)]:
        if child.poll() is not None:
            return
        child.send_signal(number)
        try:
            child.wait(wait_seconds)
        except subprocess.TimeoutExpired:
            continue


def end_orphans(look: Callable[[], dict[int, int]], steps: list[tuple[int, float]]) -> None:
    """End servers that a killed supervisor left behind. `look` gives each pid with its parent's.

    Only a server is signalled, not its own children: they end with it, and by themselves when it is gone.
    """
    if _gone_within(look, 0.5):
        return
    for number, wait_seconds in [*steps, (signal.SIGKILL, 5.0)]:
        found = look()
        for pid in [pid for pid, parent in found.items() if parent not in found]:
            with contextlib.suppress(ProcessLookupError):  # ended since we looked
                os.kill(pid, number)
        if _gone_within(look, wait_seconds):
            return
    raise Conflict(f"processes {sorted(look())} hold the data folder and do not end")


def _gone_within(look: Callable[[], dict[int, int]], wait_seconds: float) -> bool:
    until = time.monotonic() + wait_seconds
    while look():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True

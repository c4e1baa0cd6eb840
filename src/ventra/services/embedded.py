"""The ground both embedded stores stand on: who owns the processes, where their data lies, how a server starts and ends.

Servers are our own direct children, on loopback only, and die with us. As root they run under another uid, which must be
able to read the binaries and the data: what it cannot reach is copied, or lies under `/var/lib/ventra`.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ventra.errors import Conflict, SettingWrong, Unavailable
from ventra.services.lifeline import tie_to_us

LOOPBACK = "127.0.0.1"
FALLBACK_ROOT = Path("/var/lib/ventra")
TOOL_SECONDS = 600
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Owner:
    """The user the servers run as."""

    uid: int
    gid: int


def forbid_in_production() -> None:
    """Nothing embedded ever starts in production; raises `SettingWrong` there."""
    for name in ("VENTRA_ENV", "NODE_ENV"):
        if os.environ.get(name, "").strip().lower() == "production":
            raise SettingWrong(name, "embedded stores never run in production; set DATABASE_URL and REDIS_URL")


def owner_of_servers() -> Owner | None:
    """None as an ordinary user; as root the user `nobody`, since Postgres refuses to run as uid 0."""
    if os.geteuid() != 0:
        return None
    # initdb looks its uid up, so the uid must have a name: an arbitrary free number would not do.
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise SettingWrong("user", "as root the embedded stores need a user `nobody`; or run as an ordinary user") from None
    return Owner(entry.pw_uid, entry.pw_gid)


def reachable(path: Path, owner: Owner | None, test: str = "-r") -> bool:
    """Whether the servers' user gets through to `path` (asked as that user, so access lists count too)."""
    if owner is None:
        return path.exists()
    script = f'test {test} "$1" && {{ test ! -d "$1" || test -x "$1"; }}'
    return run_quietly(["/bin/sh", "-c", script, "sh", str(path)], owner) == 0


def ground_for(home: Path, owner: Owner | None) -> Path:
    """The folder the stores of `home` live in: `home/stores`, or under `/var/lib/ventra` where the owner cannot enter."""
    home.mkdir(parents=True, exist_ok=True)
    near = home / "stores"
    near.mkdir(exist_ok=True, mode=0o755)
    if reachable(near, owner, "-x"):
        return near
    far = FALLBACK_ROOT / hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    for folder in (FALLBACK_ROOT, far):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    (far / "home.txt").write_text(f"{home.resolve()}\n")
    (near / "moved-to.txt").write_text(f"{far}\n")
    return far


def wheel_folder(package: str, ground: Path, owner: Owner | None, beside: str | None = None) -> Path:
    """The installed package's folder, or a copy of it under `ground` that the owner can read.

    `beside` names the folder next to it that holds the wheel's shared libraries.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(f"{package} is not installed; run `make demo`, which installs it")
    installed = Path(next(iter(spec.submodule_search_locations))).resolve()
    parts = [installed] + ([installed.parent / beside] if beside else [])
    probes = [p for part in parts if part.exists() for p in _deepest(part)]
    if all(reachable(p, owner) for p in probes):
        return installed
    stamp = hashlib.sha256("".join(f"{p.name}{p.stat().st_size}{p.stat().st_mtime_ns}" for p in probes).encode()).hexdigest()
    target = ground / "wheels" / f"{package}-{stamp[:12]}"
    if not target.exists():
        _copy_readable([p for p in parts if p.exists()], target)
    return target / installed.name


def _deepest(folder: Path) -> list[Path]:
    """A few files that stand for the whole folder: every `bin` entry and every library at its top."""
    found = [*folder.glob("*/bin/*"), *folder.glob("_binaries/*/*"), *folder.glob("*.so*")]
    found += list(folder.glob("*/share/postgresql/postgres.bki"))
    return sorted(found)


def _copy_readable(parts: list[Path], target: Path) -> None:
    half = target.with_name(target.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    for part in parts:
        shutil.copytree(part, half / part.name)
    for path in [half, half.parent, *half.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
    half.rename(target)


def own(path: Path, owner: Owner | None, mode: int) -> None:
    """Give `path` to the servers' user with `mode`."""
    path.chmod(mode)
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)


def write_secret(path: Path, text: str, owner: Owner | None = None) -> None:
    """Write `text` so that nobody but the owner ever sees it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    own(path, owner, 0o600)


class Hold:
    """A folder belongs to one process at a time; the kernel lets go when that process dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises `Conflict` with the holder's pid when another process has it."""
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise Conflict(f"{self.path.parent} is in use by process {holder}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


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
    """What the child does before it becomes the server, so that it gets `death_signal` when we are gone (Linux)."""
    if _LIBC is None:
        return None
    parent, prctl = os.getpid(), _LIBC.prctl

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return tie


def start_server(
    argv: list[str], owner: Owner | None, log: Path, *, death_signal: int, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own (Ctrl-C does not reach it), its words going to `log`."""
    with log.open("ab") as out:
        child = subprocess.Popen(
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


def run_tool(argv: list[str], owner: Owner | None, what: str, *, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run a store's own tool to its end and return its output; `Unavailable` says what failed and why."""
    done = subprocess.run(
        argv,
        cwd=cwd,
        env=dict(env) if env is not None else server_environment(),
        user=owner.uid if owner else None,
        group=owner.gid if owner else None,
        extra_groups=[] if owner else None,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TOOL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(f"{what} failed ({done.returncode}): {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def run_quietly(argv: list[str], owner: Owner) -> int:
    """Exit status of a short question asked as `owner`."""
    return subprocess.run(
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


def end_orphans(pids: Callable[[], list[int]], steps: list[tuple[int, float]]) -> None:
    """End servers that a killed supervisor left behind; `pids` looks them up afresh each time."""
    for number, wait_seconds in [*steps, (signal.SIGKILL, 5.0)]:
        for pid in pids():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        until = time.monotonic() + wait_seconds
        while pids():
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        else:
            return
    raise Conflict(f"processes {pids()} hold the data folder and do not end")

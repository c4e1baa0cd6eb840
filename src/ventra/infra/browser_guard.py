"""The process between a worker and one run of Chromium. `python -m ventra.infra.browser_guard`, started by `infra/browser.py`.

It keeps Chromium within its time and memory, and leaves neither a process nor a file behind, whether Chromium ends, has
to be ended, or the worker is gone: then the pipe on standard input ends. Standard input brings a line of `Order` and
the page, standard output takes a line of `Outcome` and the file.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn

FOLDER_PREFIX = "ventra-page-"
LONGEST_PLACE = 36
"""Chromium puts a socket below its folder, and the kernel takes a socket's path up to about 100 characters."""
LOOK_SECONDS = 0.1
NICENESS = 10
LEFT_BEHIND_SECONDS = 3600
WORDS_AT_MOST = 2000
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def main() -> int:
    """Carry out the order on standard input; the status is 0 even when nothing came of it: the answer says what."""
    signal.signal(signal.SIGTERM, _leave)
    order, page = read_order(sys.stdin.buffer)
    become_parent_of_strays()
    place = temporary_place()
    forget_old_folders(place)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=place))
    try:
        (folder / "page.html").write_bytes(page)
        outcome, made = carry_out(order, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if outcome["outcome"] == "left":
        return 0
    sys.stdout.buffer.write(json.dumps(outcome | {"bytes": len(made)}).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
    return 0


def read_order(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The order and the page; the pipe stays open after them for as long as somebody waits for the answer."""
    line = pipe.readline()
    order = json.loads(line) if line.endswith(b"\n") else _leave()
    page = pipe.read(order["page_bytes"])
    if len(page) < order["page_bytes"]:
        _leave()
    return order, page


def carry_out(order: dict[str, Any], folder: Path) -> tuple[dict[str, Any], bytes]:
    """Run Chromium on the page; once more without its sandbox where the system has none to offer."""
    outcome = run(order, folder, sandbox=order["sandbox"])
    if order["sandbox"] and outcome["outcome"] == "failed" and "sandbox" in outcome["words"].lower():
        outcome = run(order, folder, sandbox=False)
    made = folder / order["made"]
    if outcome["outcome"] == "done":
        if made.is_file() and made.stat().st_size:
            return outcome, made.read_bytes()
        outcome["outcome"] = "failed"
    return outcome, b""


def run(order: dict[str, Any], folder: Path, *, sandbox: bool) -> dict[str, Any]:
    """Start Chromium and stay with it until it and all that it started are gone."""
    argv = [one.replace("{folder}", str(folder)) for one in order["argv"]]
    began, peak_bytes = time.monotonic(), 0
    with (folder / "words").open("wb") as words:
        chromium = subprocess.Popen(  # noqa: S603 - argv is put together by us
            argv if sandbox else [*argv, "--no-sandbox"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
            cwd=folder,
            env=_given_to_chromium(folder),
            start_new_session=True,
            preexec_fn=_tied_to_us(),
        )
    try:
        outcome = "running"
        while outcome == "running":
            used_bytes = memory_of(descendants(os.getpid()))
            peak_bytes = max(peak_bytes, used_bytes)
            outcome = _judge(chromium, order, time.monotonic() - began, used_bytes)
    finally:
        end_all(chromium)
    return {
        "outcome": outcome,
        "took_ms": round((time.monotonic() - began) * 1000),
        "peak_mb": round(peak_bytes / 2**20),
        "sandbox": sandbox,
        "words": _last_words(folder / "words"),
    }


def _judge(
    chromium: subprocess.Popen[bytes], order: dict[str, Any], took_seconds: float, used_bytes: int
) -> str:
    """How it stands, after a moment in which the worker may leave."""
    status = chromium.poll()
    if status is not None:
        return "done" if status == 0 else "failed"
    if took_seconds > order["seconds"]:
        return "too_slow"
    if used_bytes > order["memory_bytes"]:
        return "too_big"
    if select.select([sys.stdin], [], [], LOOK_SECONDS)[0]:
        return "left"  # nothing is sent after the page, so this is the pipe's end
    return "running"


def end_all(chromium: subprocess.Popen[bytes], wait_seconds: float = 5.0) -> None:
    """Kill Chromium and all that it started, and reap them."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # all of the group has ended
        os.killpg(chromium.pid, signal.SIGKILL)
    chromium.wait()
    until = time.monotonic() + wait_seconds
    while (left := descendants(os.getpid())) and time.monotonic() < until:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):  # ended since we looked
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):  # somebody else's child for now
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.01)


def become_parent_of_strays() -> None:
    """Whoever below us loses its parent becomes our child, so that it can be found and reaped (Linux)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants(root: int) -> list[int]:
    """Pids of all processes below `root` (Linux; elsewhere none are found, and only the group is ended)."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc") if sys.platform == "linux" else ():
        if entry.isdigit():
            with contextlib.suppress(OSError):  # ended meanwhile
                stat = Path("/proc", entry, "stat").read_text(errors="replace")
                children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    found, at = [root], 0
    while at < len(found):
        found += children.get(found[at], [])
        at += 1
    return found[1:]


def memory_of(pids: list[int]) -> int:
    """Bytes that belong to these processes and to no file: what would be free again if they ended."""
    kilobytes = 0
    for pid in pids:
        with contextlib.suppress(OSError):  # ended meanwhile
            status = Path("/proc", str(pid), "status").read_text(errors="replace")
            for line in status.splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    kilobytes += int(line.split()[1])
    return kilobytes * 1024


def temporary_place() -> Path:
    """Where folders go that live as long as a run: the system's place, unless its path is too long for a socket."""
    usual = tempfile.gettempdir()
    return Path(usual if len(usual) <= LONGEST_PLACE else "/tmp")  # noqa: S108 - mkdtemp makes the folder ours alone


def forget_old_folders(place: Path) -> None:
    """Remove what a guard left that was itself killed."""
    for folder in place.glob(f"{FOLDER_PREFIX}*"):
        with contextlib.suppress(OSError):  # another guard removes it too, or it belongs to somebody else
            if time.time() - folder.stat().st_mtime > LEFT_BEHIND_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _given_to_chromium(folder: Path) -> dict[str, str]:
    """No secret of the worker's, and no folder to write to but ours."""
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "Asia/Tashkent",
    }


def _tied_to_us() -> Callable[[], None]:
    """What Chromium's process does first: make way for the worker, and die with us should we be killed (Linux)."""

    def tie() -> None:
        os.nice(NICENESS)
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    return tie


def _last_words(path: Path) -> str:
    """The end of what Chromium said, without its complaints about the desktop bus that no server has."""
    lines = path.read_text(errors="replace").splitlines()
    return "\n".join(line for line in lines if "dbus" not in line)[-WORDS_AT_MOST:]


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())

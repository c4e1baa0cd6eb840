"""Which processes work in a folder: the way to find a server whose supervisor was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROC = Path("/proc")
COMM_LENGTH = 15  # the kernel keeps no more of a program's name


def working_in(folder: Path, program: str) -> dict[int, int]:
    """Running `program`s whose working folder is `folder`, each with its parent's pid.

    A pid file alone would not do: after a crash it may name a stranger.
    """
    return _from_proc(folder, program) if sys.platform == "linux" else _from_lsof(folder, program)


def _from_proc(folder: Path, program: str) -> dict[int, int]:
    wanted, found = str(folder.resolve()), {}
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name, state, parent = _stat(entry)
            if name == program[:COMM_LENGTH] and state != "Z" and str((entry / "cwd").readlink()) == wanted:
                found[int(entry.name)] = parent
        except OSError:  # ended meanwhile, or belongs to somebody else and so is not our server
            continue
    return found


def children_of(parent: int) -> list[int]:
    """Pids of a process's own children (Linux; elsewhere none are found)."""
    found = []
    for entry in PROC.iterdir() if sys.platform == "linux" else ():
        try:
            if entry.name.isdigit() and _stat(entry)[2] == parent:
                found.append(int(entry.name))
        except OSError:  # ended meanwhile
            continue
    return found


def _stat(entry: Path) -> tuple[str, str, int]:
    name, _, rest = (entry / "stat").read_text().partition("(")[2].rpartition(")")
    state, parent = rest.split()[:2]
    return name, state, int(parent)


def _from_lsof(folder: Path, program: str) -> dict[int, int]:
    done = subprocess.run(  # noqa: S603 - a fixed tool of macOS
        ["/usr/sbin/lsof", "-a", "-d", "cwd", "-c", program, "-FpRn"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    found, pid, parent = {}, 0, 0
    for line in done.stdout.splitlines():
        match line[:1]:
            case "p":
                pid = int(line[1:])
            case "R":
                parent = int(line[1:])
            case "n" if Path(line[1:]).resolve() == folder.resolve():
                found[pid] = parent
    return found

"""Which processes work in a folder: the way to find a server whose supervisor was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROC = Path("/proc")


def working_in(folder: Path, program: str) -> list[int]:
    """Pids of running `program`s whose working folder is `folder`, a server before its own children.

    A pid file alone would not do: after a crash it may name a stranger.
    """
    found = _from_proc(folder, program) if sys.platform == "linux" else _from_lsof(folder, program)
    return sorted(found, key=lambda pid: (found[pid] in found, pid))


def servers_in(folder: Path, program: str) -> list[int]:
    """Like `working_in`, without processes whose parent is among them."""
    found = _from_proc(folder, program) if sys.platform == "linux" else _from_lsof(folder, program)
    return sorted(pid for pid, parent in found.items() if parent not in found)


def _from_proc(folder: Path, program: str) -> list[int]:
    wanted = str(folder.resolve())
    found = []
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name, state = _name_and_state(entry)
            if name == program[:15] and state != "Z" and str((entry / "cwd").readlink()) == wanted:
                found.append(int(entry.name))
        except OSError:  # ended meanwhile, or belongs to somebody else and so is not our server
            continue
    return found


def _name_and_state(entry: Path) -> tuple[str, str]:
    text = (entry / "stat").read_text()
    name, _, rest = text.partition("(")[2].rpartition(")")
    return name, rest.split()[0]


def _from_lsof(folder: Path, program: str) -> list[int]:
    done = subprocess.run(  # noqa: S603 - a fixed tool of macOS
        ["/usr/sbin/lsof", "-a", "-d", "cwd", "-c", program, "-Fpn"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    found, pid = [], 0
    for line in done.stdout.splitlines():
        if line.startswith("p"):
            pid = int(line[1:])
        elif line.startswith("n") and Path(line[1:]).resolve() == folder.resolve():
            found.append(pid)
    return found

"""Disk and memory of the machine, or of the container that we are given of it."""

from __future__ import annotations

import shutil
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_home = Path()


def watch_disk(folder: Path) -> None:
    """Report the disk that holds this folder (or will, once it is made)."""
    global _home
    _home = folder


def machine_readings() -> dict[str, tuple[str, float]]:
    """Name → (meaning, value); what this machine does not tell is left out."""
    found: dict[str, tuple[str, float]] = {}
    disk = _disk()
    if disk is not None:
        found["ventra_disk_free_bytes"] = ("free on the disk of VENTRA_HOME", disk[0])
        found["ventra_disk_size_bytes"] = ("size of the disk of VENTRA_HOME", disk[1])
    limit = memory_limit()
    if limit is not None:
        found["ventra_memory_limit_bytes"] = ("what the container may use", limit)
        used = _memory_used()
        if used is not None:
            found["ventra_memory_used_bytes"] = ("what the container uses and cannot give back", used)
    return found


def _disk() -> tuple[int, int] | None:
    folder = _home.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return usage.free, usage.total


def memory_limit(cgroup: Path = _CGROUP) -> int | None:
    """The container's limit in bytes; None where there is none."""
    said = _number(cgroup / "memory.max")
    return said if said is not None else _below_absurd(_number(cgroup / "memory" / "memory.limit_in_bytes"))


def _memory_used() -> int | None:
    """Without the files the kernel keeps at hand: those go first when memory is short."""
    used = _number(_CGROUP / "memory.current")
    if used is None:
        return _number(_CGROUP / "memory" / "memory.usage_in_bytes")
    try:
        stat = dict(line.split() for line in (_CGROUP / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):
        return used
    return max(used - int(stat.get("inactive_file", 0)), 0)


def _number(file: Path) -> int | None:
    try:
        said = file.read_text().strip()
    except OSError:
        return None
    return int(said) if said.isdigit() else None


def _below_absurd(limit: int | None) -> int | None:
    """The older interface says "no limit" as a number larger than any machine."""
    return limit if limit is not None and limit < 1 << 60 else None

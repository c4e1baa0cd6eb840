"""Disk and memory of the machine, or of the container that we are given of it."""

from __future__ import annotations

import shutil
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")
_MEANINGS = {
    "ventra_disk_free_bytes": "free on the disk of VENTRA_HOME",
    "ventra_disk_size_bytes": "size of the disk of VENTRA_HOME",
    "ventra_memory_limit_bytes": "what the container may use",
    "ventra_memory_used_bytes": "what the container uses and cannot give back",
}
MACHINE_READINGS = tuple(_MEANINGS)
_home = Path()


def watch_disk(folder: Path) -> None:
    """Report the disk that holds this folder (or will, once it is made)."""
    global _home
    _home = folder


def machine_readings() -> dict[str, tuple[str, float]]:
    """Name → (meaning, value); what this machine does not tell is left out."""
    limit = memory_limit(CGROUP)
    values = (*_disk(), limit, None if limit is None else memory_used(CGROUP))
    named = zip(MACHINE_READINGS, values, strict=True)
    return {name: (_MEANINGS[name], value) for name, value in named if value is not None}


def _disk() -> tuple[int | None, int | None]:
    """Free and whole."""
    folder = _home.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None, None
    return usage.free, usage.total


def memory_limit(cgroup: Path) -> int | None:
    """The container's limit in bytes, in either form of the interface; None where there is none."""
    said = _number(cgroup / "memory.max")
    return said if said is not None else _below_absurd(_number(cgroup / "memory" / "memory.limit_in_bytes"))


def memory_used(cgroup: Path) -> int | None:
    """Without the files the kernel keeps at hand: those go first when memory is short."""
    used, stat, key = _number(cgroup / "memory.current"), cgroup / "memory.stat", "inactive_file"
    if used is None:
        older = cgroup / "memory"
        used, stat, key = (
            _number(older / "memory.usage_in_bytes"),
            older / "memory.stat",
            "total_inactive_file",
        )
    try:
        told = dict(line.split() for line in stat.read_text().splitlines())
    except (OSError, ValueError):
        return used
    return None if used is None else max(used - int(told.get(key, 0)), 0)


def _number(file: Path) -> int | None:
    try:
        said = file.read_text().strip()
    except OSError:
        return None
    return int(said) if said.isdigit() else None


def _below_absurd(limit: int | None) -> int | None:
    """The older interface says "no limit" as a number larger than any machine."""
    return limit if limit is not None and limit < 1 << 60 else None

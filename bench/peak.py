"""How much memory a process took at its most."""

from __future__ import annotations

from pathlib import Path


def peak_mb() -> float:
    """This process's largest resident set; `ru_maxrss` would count the one that forked it too."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024

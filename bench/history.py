"""The history of results in `docs/bench.md`: one section a kept run, newest first, with the machine named."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.result import Result

PAGE = Path(__file__).resolve().parent.parent / "docs" / "bench.md"
BEGIN = "## History\n"


def machine() -> str:
    """What ran it: processor, cores, memory, how busy it was, versions."""
    load = os.getloadavg()[0]
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, load {load:.1f} at the end, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def section(results: Sequence[Result], *, day: str, commit: str, machine: str) -> str:
    """A run as Markdown."""
    lines = [
        f"### {day}, {commit}",
        "",
        machine,
        "",
        "| what | figure | bound | beside |",
        "|---|---|---|---|",
    ]
    for one in results:
        word = "≥" if one.least else "≤"
        mark = "" if one.fine else " (short)"
        figure = f"{one.figure:,.2f} {one.unit}{mark}"
        lines.append(f"| {one.name} | {figure} | {word} {one.bound:g} | {_cell(one.beside)} |")
    return "\n".join(lines) + "\n"


def keep(results: Sequence[Result], page: Path = PAGE) -> None:
    """Put a run on top of the history. Raises `ValueError` when the page has no place for it."""
    told = page.read_text(encoding="utf-8")
    head, found, older = told.partition(BEGIN)
    if not found:
        raise ValueError(f"{page} has no line {BEGIN.strip()!r}")
    day = datetime.now(UTC).date().isoformat()
    newest = section(results, day=day, commit=_commit(), machine=machine())
    page.write_text(f"{head}{BEGIN}\n{newest}{older}", encoding="utf-8")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PAGE.parent, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "no commit"

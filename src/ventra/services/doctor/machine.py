"""The machine, or the container of it: its clock, disk, memory, and the Chromium on it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from ventra.errors import Unavailable
from ventra.infra.browser import Limits, Renderer, RenderFailed, find_chromium, version_of
from ventra.infra.machine import CGROUP, memory_limit, memory_used
from ventra.services.doctor import store
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import Patient
from ventra.settings import WORKER

check = checks_of("machine")
MB = 2**20
SKEW_SECONDS, GREAT_SKEW_SECONDS = 5.0, 60.0
SCARCE_BYTES, SCARCE_SHARE = 1024 * MB, 0.1
NONE_LEFT_BYTES = 200 * MB
LEAST_MEMORY = {WORKER: 1024 * MB}
"""Chromium alone may take 700 MB for a card."""
LEAST_MEMORY_ELSEWHERE = 256 * MB
PAGE = "<!doctype html><title>doctor</title><p>VENTRA"


@check(
    "chromium",
    looks_at="at the worker: Chromium starts and renders a page",
    why="report cards (PNG, PDF) are made with it",
    mend="install it (apt install chromium fonts-dejavu-core), or name it in CHROMIUM_PATH; give the container 1 GB of memory",
)
async def chromium(patient: Patient) -> Verdict:
    """A picture of a small page is made within the worker's own bounds."""
    if patient.is_not(WORKER):
        return skipped("only the worker needs Chromium")
    configured: Path | None = patient.get("CHROMIUM_PATH")
    found = find_chromium(configured)
    if found is None:
        words = f"no Chromium at {configured}" if configured else "no Chromium is on PATH"
        return patient.grave(words) if patient.service == WORKER else warning(words)
    try:
        version = await version_of(found)
        await Renderer(found, limits=Limits(seconds=patient.wait_seconds)).render(
            PAGE, "png", width=200, height=100
        )
    except (Unavailable, RenderFailed) as broken:
        return patient.grave(f"{found} does not render: {str(broken).splitlines()[0][:200]}")
    return ok(f"Chromium {version} renders")


@check(
    "clock",
    looks_at="this machine's clock agrees with the database's",
    why="what is observed is stamped with this clock; signatures to S3 fail when it is minutes off",
    mend="switch time synchronisation on at the host (timedatectl set-ntp true)",
)
async def clock(patient: Patient) -> Verdict:
    """Half the time that asking takes is allowed for."""
    async with patient.database() as db:
        began = datetime.now(UTC)
        theirs = (await store.read_server(db)).now
        ended = datetime.now(UTC)
    off = (theirs - (began + (ended - began) / 2)).total_seconds()
    return _skew(patient, off, "the database's")


@check(
    "web_clock",
    looks_at="this machine's clock agrees with the one behind `WEB_URL`",
    why="two machines that disagree on the time disagree on what is due, expired and today",
    mend="switch time synchronisation on at both hosts (timedatectl set-ntp true)",
)
async def web_clock(patient: Patient) -> Verdict:
    """By the Date of its answer, which is whole seconds."""
    told = (await patient.web_health()).headers.get("Date", "")
    try:
        theirs = parsedate_to_datetime(told)
    except ValueError:
        return skipped("its answer holds no date")
    off = (theirs.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    return _skew(patient, 0.0 if abs(off) < 1 else off, "the one at WEB_URL")


def _skew(patient: Patient, off: float, whose: str) -> Verdict:
    words = f"this machine's clock is {abs(off):.1f} s {'behind' if off > 0 else 'ahead of'} {whose}"
    if abs(off) <= SKEW_SECONDS:
        return ok(f"within {SKEW_SECONDS:g} s of {whose}")
    return patient.grave(words) if abs(off) > GREAT_SKEW_SECONDS else warning(words)


@check(
    "disk",
    looks_at="there is room on the disks of `VENTRA_HOME` and of temporary files",
    why="exports, cards and backups are written there first; a full disk stops them",
    mend="delete what is not needed, or grow the volume (on Railway: ⋮, Live Resize)",
)
async def disk(patient: Patient) -> Verdict | list[Verdict]:
    """A folder that is not made yet is looked for in the one that will hold it."""
    folders = {
        "VENTRA_HOME": Path(patient.get("VENTRA_HOME")),
        "temporary files": Path(tempfile.gettempdir()),
    }
    found, words = [], []
    for what, folder in folders.items():
        usage = shutil.disk_usage(_that_is(folder.absolute()))
        told = f"{usage.free / MB / 1024:.1f} GB free for {what}"
        words.append(told)
        if usage.free < NONE_LEFT_BYTES:
            found.append(problem(told))
        elif usage.free < SCARCE_BYTES and usage.free < usage.total * SCARCE_SHARE:
            found.append(warning(told))
    return found or ok(", ".join(words))


def _that_is(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


@check(
    "memory",
    looks_at="the container has the memory that its service needs, and some left",
    why="a service that wants more than its limit is ended in the middle of its work",
    mend="give the service more memory (on Railway: Settings, Resources)",
)
async def memory(patient: Patient) -> Verdict:
    """The limit of the container this runs in."""
    limit = memory_limit(CGROUP)
    if limit is None:
        return skipped("this machine sets no limit")
    least = LEAST_MEMORY.get(patient.service or "", LEAST_MEMORY_ELSEWHERE)
    if limit < least:
        return warning(f"the limit is {limit / MB:.0f} MB; {least / MB:.0f} MB are needed")
    used = memory_used(CGROUP) or 0
    words = f"{used / MB:.0f} of {limit / MB:.0f} MB in use"
    return warning(words) if used > limit * 0.9 else ok(words)


CHECKS = (chromium, clock, web_clock, disk, memory)

"""Backups: whether they are made, and whether what they go to can be written."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from ventra.errors import SettingWrong, Unavailable
from ventra.infra.files import open_storage
from ventra.services.doctor import store
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import Patient
from ventra.services.doctor.work import span
from ventra.settings import API, WORKER

T = TypeVar("T")
check = checks_of("backups")
MOST_SECONDS = 26 * 3600
"""Backups are made once a day; two hours for a large one."""


@check(
    "backups",
    looks_at="a backup was made within the last 26 hours; `STORAGE_URL` and `BACKUP_KEY` are set at the worker",
    why="a volume that breaks or a wrong DELETE takes everything since the last backup",
    mend="set STORAGE_URL and BACKUP_KEY at the worker as docs/backup.md says; now: ventra backup",
)
async def backups(patient: Patient) -> Verdict:
    """Only the worker makes them by itself; elsewhere the table alone can tell."""
    set_here = [name for name in ("STORAGE_URL", "BACKUP_KEY") if patient.get(name) is not None]
    async with patient.database() as db:
        known = await store.read_backups(db)
    if not patient.is_not(WORKER) and len(set_here) < 2:
        missing = " and ".join(name for name in ("STORAGE_URL", "BACKUP_KEY") if name not in set_here)
        words = f"{missing} not set: no backup is made by itself"
        return warning(words) if patient.production or set_here else skipped(words)
    if known.done_seconds is None:
        words = f"none was ever made{f'; the last try failed: {known.error}' if known.error else ''}"
        if set_here:
            return patient.grave(words)
        return warning(words) if patient.production else skipped(words)
    words = f"the newest is {span(known.done_seconds)} old"
    if known.done_seconds > MOST_SECONDS:
        return patient.grave(f"{words}{f'; the last try failed: {known.error}' if known.error else ''}")
    return warning(f"{words}; the last try failed: {known.error}") if known.error else ok(words)


@check(
    "storage",
    looks_at="where backups go can be written to: a small file is put there and deleted",
    why="a wrong key or a missing volume is noticed now, and not by the night's backup",
    mend="correct STORAGE_URL; docs/backup.md says what the key must be allowed to do",
)
async def storage(patient: Patient) -> Verdict:
    """Says what the storage says, without its keys."""
    if patient.is_not(API, WORKER):
        return skipped("STORAGE_URL is for api and worker")
    if (url := patient.get("STORAGE_URL")) is None:
        return skipped("STORAGE_URL is not set here")
    name = f"ventra-doctor-{uuid.uuid4().hex}.tmp"

    def try_it() -> str:
        there = open_storage(url)
        there.put(name, iter([b"written by ventra doctor, and deleted at once\n"]))
        there.delete(name)
        return there.where

    try:
        async with asyncio.timeout(patient.wait_seconds):
            return ok(f"{await _aside(try_it)} can be written to")
    except (Unavailable, SettingWrong) as away:
        return problem(str(away))
    except TimeoutError:
        return problem(
            "the storage does not answer in time", "correct the host in STORAGE_URL, or look whether it is up"
        )


async def _aside(work: Callable[[], T]) -> T:
    """Blocking work in a thread that is left behind when it takes too long: the end of the process does not wait for it."""
    loop, done = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

    def tell(result: T | None, failure: Exception | None) -> None:
        if done.done():
            return
        if failure is not None:
            done.set_exception(failure)
        else:
            done.set_result(result)

    def run() -> None:
        result, failure = None, None
        try:
            result = work()
        except Exception as broken:
            failure = broken
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(tell, result, failure)

    threading.Thread(target=run, name="doctor", daemon=True).start()
    found: T = await done
    return found


CHECKS = (backups, storage)

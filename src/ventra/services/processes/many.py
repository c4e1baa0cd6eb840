"""Arithmetic side by side: pure functions run in processes of their own, which start fresh and end with us."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from ventra.errors import VentraError

MOST = 4
"""More would be too much memory for what they gain beside Postgres."""
GAVE_UP = 1
WORK_SECONDS = 600.0
"""A piece of work takes seconds; one that takes this long, the wait for another before it included, never ends."""


class ProcessesDied(VentraError):
    """One of the processes was ended from outside, such as for want of memory."""


class ProcessHung(VentraError):
    """One of the processes did not come to an end, and all of them were killed."""


def how_many() -> int:
    """As many as this machine has cores, `MOST` at the most."""
    return min(os.cpu_count() or 1, MOST)


@contextmanager
def side_by_side(
    count: int, *, most_seconds: float = WORK_SECONDS
) -> Iterator[Callable[..., Awaitable[Any]]]:
    """A function that runs another one, of a module, on values in one of `count` processes.

    It raises `ProcessesDied` too, and `ProcessHung` for what takes longer than `most_seconds`.
    """
    # Arrays are small here: threads of their own under each process would only be in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    processes = ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent
    )

    async def run(work: Callable[..., Any], *values: Any) -> Any:
        under_way = asyncio.get_running_loop().run_in_executor(processes, work, *values)
        try:
            async with asyncio.timeout(most_seconds):
                return await under_way
        except TimeoutError as late:
            # Nothing else ends them: a pool waits for its processes even where it is shut down.
            for process in multiprocessing.active_children():
                process.kill()
            raise ProcessHung(f"{work.__name__} took longer than {most_seconds:g} s") from late
        except BrokenProcessPool as broken:
            raise ProcessesDied(f"a process died in the middle of its work: {broken}") from broken

    try:
        yield run
    finally:
        processes.shutdown(wait=False, cancel_futures=True)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent,), daemon=True).start()


def _wait_for(parent: Any) -> None:
    parent.join()
    os._exit(GAVE_UP)

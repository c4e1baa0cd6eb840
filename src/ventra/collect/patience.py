"""Waits out an absence of Postgres: what the marketplace has answered already must not be lost over it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ventra.collect.look import never
from ventra.errors import Unavailable
from ventra.infra.logs import logger

T = TypeVar("T")
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 5.0
PATIENCE_SECONDS = 900.0
LOOK_SECONDS = 0.25
_log = logger(__name__)


async def patiently(
    step: Callable[[], Awaitable[T]],
    *,
    stopping: Callable[[], bool] = never,
    patience_seconds: float | None = None,
) -> T:
    """Do a step that needs Postgres, again for as long as Postgres is away; a full disk counts as that too.

    The step must bear to be done twice: an answer may be lost after the commit. Raises `Unavailable` once `stopping` says so,
    or when the patience is used up.
    """
    longest = PATIENCE_SECONDS if patience_seconds is None else patience_seconds
    wait_seconds, until, said = FIRST_WAIT_SECONDS, time.monotonic() + longest, False
    while True:
        try:
            done = await step()
        except Unavailable as away:
            if stopping() or time.monotonic() >= until:
                raise
            if not said:
                _log.warning("visits wait for Postgres with what they have seen", because=str(away))
            said = True
            await _pause(wait_seconds, stopping)
            wait_seconds = min(LONGEST_WAIT_SECONDS, wait_seconds * 2)
        else:
            if said:
                _log.warning("visits go on")
            return done


async def _pause(seconds: float, stopping: Callable[[], bool]) -> None:
    for _ in range(max(1, round(seconds / LOOK_SECONDS))):
        if stopping():
            return
        await asyncio.sleep(min(LOOK_SECONDS, seconds))

"""Keeps the embedded stores running: one that went down is started again, ever more slowly while it does not stay up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ventra.errors import VentraError

LOOK_SECONDS = 0.5
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 15.0
CALM_SECONDS = 60.0
"""Who has stayed up for so long starts over with the shortest wait."""


class Store(Protocol):
    """An embedded store."""

    name: str

    def is_down(self) -> bool:
        """Whether its server has ended although nobody stopped it."""

    def launch_again(self) -> str:
        """Start the server over the same folder, at the same port, and do not wait for it; says what there is to say."""

    def tend(self) -> None:
        """Look after what stands beside a server that is up."""


@dataclass(slots=True)
class _Watched:
    store: Store
    launched_at: float
    falls: int = 0
    again_at: float | None = None


async def keep_running(stores: Sequence[Store], say: Callable[[str], None]) -> None:
    """Look after the stores until cancelled."""
    watched = [_Watched(store, time.monotonic()) for store in stores]
    while True:
        for one in watched:
            _look(one, time.monotonic(), say)
        await asyncio.sleep(LOOK_SECONDS)


def _look(one: _Watched, now: float, say: Callable[[str], None]) -> None:
    if not one.store.is_down():
        one.store.tend()
        return
    if one.again_at is None:
        one.falls = 1 if now - one.launched_at > CALM_SECONDS else one.falls + 1
        wait_seconds = min(FIRST_WAIT_SECONDS * 2 ** (one.falls - 1), LONGEST_WAIT_SECONDS)
        one.again_at = now + wait_seconds
        if one.falls == 1:
            say(f"{one.store.name} has gone down; it starts again by itself")
    if now < one.again_at:
        return
    one.launched_at, one.again_at = now, None
    try:
        words = one.store.launch_again()
    except (VentraError, OSError) as failure:
        words = f"it does not start: {failure}"
    if words:
        say(f"{one.store.name}: {words}")

"""How a job is told: by its name, how often it runs, and while what is collected."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

OFF, TRACKED, ALL = "off", "tracked", "all"


@dataclass(frozen=True, slots=True)
class JobRule:
    """A job with a cadence; run while what is collected is in `collecting`. Without room on the disk one that `fills` rests."""

    name: str
    every_seconds: int
    run: Callable[[Any], Awaitable[None]]
    what: str
    collecting: tuple[str, ...] = (OFF, TRACKED, ALL)
    fills: bool = False


@dataclass(frozen=True, slots=True)
class QueuedRule:
    """A job that another one queues."""

    name: str
    run: Callable[[Any, Any], Awaitable[None]]
    what: str

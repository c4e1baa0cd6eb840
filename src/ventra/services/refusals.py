"""What is said of requests refused because a dependency is away: once, then now and then, never a trace for each."""

from __future__ import annotations

import time
from collections.abc import Callable

from ventra.errors import TooSlow, Unavailable, VentraError
from ventra.infra.logs import logger

AGAIN_SECONDS = 30.0
_log = logger(__name__)


class Refusals:
    """Counts refusals by dependency; however many ask meanwhile, a line comes at most every `AGAIN_SECONDS`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said_at: dict[str, float] = {}
        self._unsaid: dict[str, int] = {}

    def takes(self, error: VentraError) -> bool:
        """Whether this failure is an absence, which is said here; a question that took too long has its own trace."""
        if not isinstance(error, Unavailable) or isinstance(error, TooSlow):
            return False
        name = str(error.facts.get("dependency", "a dependency"))
        self._unsaid[name] = self._unsaid.get(name, 0) + 1
        now, said_at = self._clock(), self._said_at.get(name)
        if said_at is None or now - said_at >= AGAIN_SECONDS:
            refused = self._unsaid.pop(name)
            self._said_at[name] = now
            _log.warning("requests are refused", because=error.detail, refused=refused)
        return True

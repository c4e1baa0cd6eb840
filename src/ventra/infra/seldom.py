"""What repeats is said seldom: the first time, and again when a while has gone by."""

from __future__ import annotations

import time

AGAIN_SECONDS = 60.0


class Seldom:
    """Whether something is worth saying, by what it is about."""

    def __init__(self, again_seconds: float = AGAIN_SECONDS) -> None:
        self._again_seconds = again_seconds
        self._said_at: dict[str, float] = {}

    def is_news(self, about: str) -> bool:
        """True the first time, and once in a while after that."""
        now = time.monotonic()
        if now - self._said_at.get(about, float("-inf")) < self._again_seconds:
            return False
        self._said_at[about] = now
        return True

"""How far a backup or a restore has come."""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], None]


def silent(words: str) -> None:
    """Nobody listens."""


class Told:
    """Adds up what has passed and says it."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._bytes = 0

    def more(self, table: str, size_bytes: int) -> None:
        """Some more rows of a table."""
        self._bytes += size_bytes
        self._say(f"{self._bytes / 1e6:.0f} MB, {table}")

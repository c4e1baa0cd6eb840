"""Whether this machine's clock agrees with Postgres's. What it sees is stamped by it, so while it does not, it does nothing.

A look of tomorrow would stand above every later one until then, and a day that is closed too early has too few sales.
"""

from __future__ import annotations

from datetime import datetime

from ventra.errors import Unavailable
from ventra.infra.db import Connection

MOST_SECONDS = 300.0
"""How far the two may lie apart: an import takes as much."""


class Wall:
    """The two clocks, as they were last compared."""

    def __init__(self) -> None:
        self._ahead_seconds = 0.0

    async def compare(self, db: Connection, now: datetime) -> None:
        """Compare `now`, just read from this machine's clock, with Postgres's."""
        theirs: datetime = await db.fetchval("SELECT clock_timestamp()")
        self._ahead_seconds = (now - theirs).total_seconds()

    def agrees(self) -> bool:
        """Whether both tell the same, as far as it matters."""
        return abs(self._ahead_seconds) <= MOST_SECONDS

    def must_agree(self) -> None:
        """Raise `Unavailable` unless both tell the same."""
        if not self.agrees():
            way = "ahead of" if self._ahead_seconds > 0 else "behind"
            raise Unavailable(
                f"this machine's clock is {abs(self._ahead_seconds):.0f} s {way} Postgres's: nothing is done until they agree",
                dependency="clock",
            )

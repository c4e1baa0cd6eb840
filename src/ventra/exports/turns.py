"""Whose turn it is: how many tables an organisation takes home at once, and how long one that nobody reads is kept."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from ventra.errors import Busy, Unavailable
from ventra.infra.at_once import AtOnce, Place
from ventra.infra.logs import logger

MOST_AT_ONCE = 4
"""Of an organisation: fewer than half of the connections that a process has to Postgres, each of which one may be using."""
LONGEST_WRITE_SECONDS = 60.0
"""How long a reader may take for one piece of a file."""
HELD_SECONDS = 300
HOLD_AGAIN_SECONDS = 30.0
ASK_AGAIN_SECONDS = 10

_log = logger(__name__)


class ManyAtOnce(Busy):
    """An organisation takes as many tables home already as it may at once: 429 with Retry-After."""

    key = "error.exports_at_once"


@dataclass(slots=True)
class Turn:
    """One file's, from before its first byte until it is whole, or broken off. Without a place where Redis counts nothing."""

    at_once: AtOnce
    place: Place | None
    held_at: float = field(default_factory=time.monotonic)

    async def goes_on(self) -> None:
        """A piece was taken."""
        if self.place is not None and time.monotonic() - self.held_at > HOLD_AGAIN_SECONDS:
            self.held_at = time.monotonic()
            await self.at_once.hold(self.place)

    async def end(self) -> None:
        """Let the next begin."""
        if self.place is not None:
            await self.at_once.give_back(self.place)


async def turn_of(at_once: AtOnce, org_id: int) -> Turn:
    """A turn of an organisation; `ManyAtOnce` when it has none left. Without Redis nothing is counted, as with all reading."""
    try:
        place = await at_once.take(str(org_id))
    except Unavailable as away:
        _log.warning("exports are not counted: Redis does not answer", because=str(away))
        return Turn(at_once, None)
    if place is None:
        raise ManyAtOnce(
            f"{at_once.most} tables are being taken home already: wait until one of them has come",
            retry_after_seconds=ASK_AGAIN_SECONDS,
            most=at_once.most,
        )
    return Turn(at_once, place)

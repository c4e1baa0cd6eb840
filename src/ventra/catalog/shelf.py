"""What every reading of products needs, handed to a route as one: each thing handed alone costs a request a task of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ventra.accounts.who import Who
from ventra.catalog.encoded import EncodedRows


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pool, whether the market is simulated, the rows that lists showed last, and who asks."""

    pool: Any
    simulated: bool
    rows: EncodedRows
    who: Callable[[], Awaitable[Who]]

    async def org_id(self) -> int | None:
        """The organisation whose marks are shown; `None` for who is not signed in."""
        who = await self.who()
        return who.org_id if who.role is not None else None

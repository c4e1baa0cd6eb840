"""How the last asking of somebody outside went, as whoever goes by their answers reads it; sourcing writes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class Outside(msgspec.Struct, frozen=True):
    """One of them; nobody asks before `open_at`."""

    source: str
    missing: list[str] = []
    asked_at: datetime | None = None
    ok_at: datetime | None = None
    failures: int = 0
    open_at: datetime | None = None
    why: str | None = None

    def open(self, now: datetime) -> bool:
        """Whether they may be asked now."""
        return not self.missing and (self.open_at is None or self.open_at <= now)


async def of(db: Any, *names: str) -> dict[str, Outside]:
    """These, whether or not anybody ever asked them."""
    rows = await db.fetch(
        "SELECT source, missing, asked_at, ok_at, failures, open_at, why FROM outside_sources WHERE source = ANY($1)",
        list(names),
    )
    found = {row["source"]: Outside(**dict(row)) for row in rows}
    return {name: found.get(name, Outside(name)) for name in names}

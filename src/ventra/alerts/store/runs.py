"""How far rules have been judged by closed days."""

from __future__ import annotations

from datetime import date
from typing import Any

from ventra.core.day import format_instant
from ventra.infra.store import get_installation, set_installation

THROUGH = "alerts_judged"
"""Key of `installation`: the newest closed day by which all rules were judged."""
NIGHT = "alerts_judged_night"
"""Key of `installation`: when the night of the outlook was finished by which rules were judged last."""


async def judged_through(db: Any) -> date | None:
    """The newest closed day by which all rules were judged."""
    told = await get_installation(db, THROUGH)
    return None if told is None else date.fromisoformat(told)


async def note_judged(db: Any, day: date) -> None:
    """All rules were judged by this day."""
    await set_installation(db, THROUGH, day.isoformat())


async def all_closed(db: Any, day: date) -> bool:
    """Whether the figures of every product have come to this day."""
    return not await db.fetchval("SELECT EXISTS (SELECT FROM sales_figures WHERE as_of < $1)", day)


async def unjudged_night(db: Any, day: date) -> str | None:
    """When the outlook's night of this day was finished, where rules were not judged by it yet; one may be done anew."""
    at = await db.fetchval("SELECT finished_at FROM outlook_runs WHERE day = $1", day)
    told = None if at is None else format_instant(at)
    return None if told == await get_installation(db, NIGHT) else told


async def note_night(db: Any, night: str) -> None:
    """All rules were judged by this night."""
    await set_installation(db, NIGHT, night)

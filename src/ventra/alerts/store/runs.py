"""How far rules have been judged by closed days."""

from __future__ import annotations

from datetime import date
from typing import Any

from ventra.infra.store import get_installation, set_installation

THROUGH = "alerts_judged"
"""Key of `installation`: the newest closed day by which all rules were judged."""


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

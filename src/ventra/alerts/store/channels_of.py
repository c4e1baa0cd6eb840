"""Which channels an organisation has."""

from __future__ import annotations

from typing import Any


async def numbers(db: Any, org_id: int) -> set[int]:
    """The numbers of all of them."""
    rows = await db.fetch("SELECT channel_id FROM alert_channels WHERE org_id = $1", org_id)
    return {row["channel_id"] for row in rows}

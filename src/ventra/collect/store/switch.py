"""What is collected: the worker's setting, the operator's switch that goes before it, and what the worker really does."""

from __future__ import annotations

from typing import Any

from ventra.collect.answers import Collecting
from ventra.infra.db import Connection
from ventra.infra.store import COLLECTED, set_installation

SWITCH, SETTING, PRODUCT_PER_SECOND = "collect_switch", "collect_setting", "product_per_second"

_READ = f"""
SELECT max(value) FILTER (WHERE key = '{SWITCH}') AS switched_to,
       max(changed_at) FILTER (WHERE key = '{SWITCH}') AS switched_at,
       coalesce(max(value) FILTER (WHERE key = '{SETTING}'), max(value) FILTER (WHERE key = '{COLLECTED}')) AS setting
  FROM installation WHERE key IN ('{SWITCH}', '{SETTING}', '{COLLECTED}')
"""


class Switch:
    """The operator's switch as this process last read it."""

    def __init__(self) -> None:
        self.to: str | None = None
        self._told: str | None = None

    async def obey(self, db: Connection, setting: str) -> str:
        """Read what is to be collected, and tell the other services when it is something else than before."""
        rows = await db.fetch("SELECT key, value FROM installation WHERE key IN ($1, $2)", SWITCH, COLLECTED)
        kept = {row["key"]: row["value"] for row in rows}
        self.to = kept.get(SWITCH)
        collecting = self.to or setting
        # Told once it is seen to be kept: what was rolled back is told again, and two workers never correct each other.
        if kept.get(COLLECTED) == collecting:
            self._told = collecting
        elif self._told != collecting:
            await set_installation(db, COLLECTED, collecting)
        return collecting


async def turn(db: Connection, to: str | None) -> None:
    """Switch collecting to `off`, `tracked` or `all`, or with `None` back to the worker's setting."""
    if to is None:
        await db.execute("DELETE FROM installation WHERE key = $1", SWITCH)
    else:
        await set_installation(db, SWITCH, to)


async def read(db: Connection) -> Collecting:
    """How the switch stands; a worker that never told its setting leaves it unknown."""
    row = await db.fetchrow(_READ)
    return Collecting(
        collect=row["switched_to"] or row["setting"],
        setting=row["setting"],
        switched_to=row["switched_to"],
        switched_at=row["switched_at"],
    )


async def tell_setting(db: Connection, *, collect: str, product_per_second: float) -> None:
    """The worker tells its settings, which the other services do not share."""
    await set_installation(db, SETTING, collect)
    await set_installation(db, PRODUCT_PER_SECOND, repr(product_per_second))


async def told_budget(db: Connection) -> float | None:
    """The product requests a second that the worker told; None before one ever ran."""
    told: Any = await db.fetchval("SELECT value FROM installation WHERE key = $1", PRODUCT_PER_SECOND)
    return None if told is None else float(told)

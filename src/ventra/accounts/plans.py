"""What an organisation's plan allows: one table of limits, and one place that holds to them."""

from __future__ import annotations

from typing import Literal

from ventra.accounts.store import plans
from ventra.errors import PlanLimit
from ventra.infra.db import Connection

Thing = Literal["products", "keys", "members", "history_days", "assistant_usd", "supplier_calls"]


async def most_of(db: Connection, org_id: int, thing: Thing) -> int | None:
    """How many an organisation may have; `None` for no limit."""
    most: int | None = getattr(await plans.of(db, org_id), thing)
    return most


async def must_allow(db: Connection, org_id: int, thing: Thing, wanted: int) -> None:
    """Raise `PlanLimit`, naming the limit, when an organisation may not have this many; who shares its rows waits meanwhile."""
    most = await most_of(db, org_id, thing)
    if most is not None and wanted > most:
        raise PlanLimit(
            f"the plan allows {most} {thing.replace('_', ' ')}", limit=thing, most=most, wanted=wanted
        )

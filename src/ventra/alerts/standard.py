"""The rules that come with tracking: few, quiet, and each an organisation's own to change or switch off."""

from __future__ import annotations

from typing import Any

from ventra.alerts.store import rules
from ventra.core.rule_kinds import DAYS, NOTHING, PERCENT, STARS, TIMES
from ventra.core.rules import Condition

COOL_HOURS = 24
STANDARD: dict[str, tuple[str, tuple[Condition, ...]]] = {
    "price": ("tracked", (Condition("price_moved", 5, PERCENT, 1),)),
    "own_stock": ("mine", (Condition("stock_out", 0, NOTHING), Condition("days_left", 7, DAYS))),
    "rival_out": ("rivals", (Condition("stock_out", 0, NOTHING),)),
    "sales": ("tracked", (Condition("sales_spike", 1, TIMES), Condition("sales_drop", 1, TIMES))),
    "rating": ("tracked", (Condition("rating_down", 0.1, STARS, 7),)),
}
"""By name: of which products, and on which conditions, any of which will do."""


async def give(db: Any, org_id: int | None = None) -> None:
    """Give them to every organisation that tracks something and never had any; or to one alone."""
    rows = [
        (
            name,
            scope,
            ",".join(one.kind for one in conditions),
            ",".join(one.unit for one in conditions),
            ",".join(repr(float(one.limit)) for one in conditions),
            ",".join(str(one.days) for one in conditions),
        )
        for name, (scope, conditions) in STANDARD.items()
    ]
    await rules.add_standard(db, rows, COOL_HOURS, org_id=org_id)

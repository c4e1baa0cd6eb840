"""How many times its usual the market sells on days known ahead, learned each night of its own past, and kept with the night."""

from __future__ import annotations

from datetime import date

import numpy as np

from ventra.core.day import to_day_number
from ventra.core.forecast import HORIZON
from ventra.core.profile import Float
from ventra.core.trend import SPAN

SPARE_DAYS = 7
"""Days kept beyond the horizon, for products that are asked about before the next night."""
LENGTH = SPAN + HORIZON + SPARE_DAYS


def of_days(kept: list[float] | None, made_on: date, last_day: int) -> Float:
    """Those of the span up to `last_day` and the horizon after it, of what the night of another day kept; 1 where it has none."""
    found = np.ones(SPAN + HORIZON)
    if kept is None or len(kept) != LENGTH:
        return found
    moved = last_day - to_day_number(made_on)
    at = np.arange(len(found)) + moved
    inside = (at >= 0) & (at < LENGTH)
    found[inside] = np.array(kept)[at[inside]]
    return found

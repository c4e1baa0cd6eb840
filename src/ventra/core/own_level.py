"""The level of a forecast of the public shelf, laid to what a shop truly sold of the same goods."""

from __future__ import annotations

from typing import Final

LEAST_UNITS: Final = 10
"""Fewer pieces say too little of a level: their own chance is some 30 % and more."""
MOST_TIMES: Final = 3.0
"""A forecast further off than that is of other goods, or of another time: it is left as it is."""


def level_of(units: float, days: float, daily: float | None) -> float | None:
    """How many times `daily` of the forecast goods truly sold, `units` in so many `days` with stock; none where it cannot be
    told.
    """
    if daily is None or not daily > 0 or units < LEAST_UNITS or not days > 0:
        return None
    times = units / days / daily
    return times if 1 / MOST_TIMES <= times <= MOST_TIMES else None

"""How many times its usual the whole market sells on each day, by feasts and Ramadan, as the market's own past has it.

One product has met a feast once or never; the market has met all of them. So the effect is learned from what a product sells on
average, day by day, over up to three years, and told of every product alike. Before most of a year is known nothing is said.
"""

from __future__ import annotations

import numpy as np

from ventra.core.known_effects import effects
from ventra.core.profile import Float
from ventra.outlook.calendar import COLUMNS, calendar

LEAST_DAYS, MOST_DAYS = 300, 3 * 366
LEAST_MET = 2
"""Days of a sort that must have been met before anything is said of it."""
WEEK = 7


def feast_times(market: Float, last_day: int, ahead: int) -> Float:
    """How many times its usual each day is [T + ahead], from what the market sold a day up to `last_day` [T], NaN unknown."""
    length = len(market)
    known = np.isfinite(market) & (market > 0)
    if known.sum() < LEAST_DAYS:
        return np.ones(length + ahead)
    columns = calendar(last_day - length + 1, length + ahead)
    met = [place for place in range(len(COLUMNS)) if columns[:length, place][known].sum() >= LEAST_MET]
    if not met:
        return np.ones(length + ahead)
    found = effects(np.where(known, market, np.nan)[None], columns[None][:, :, met], season=WEEK)
    return np.asarray(found.factor[0])

"""Days known ahead on which people in Uzbekistan buy otherwise: days off, the two Hayits, Ramadan, and the days before a feast.

By the real calendar: Islamic feasts move by the moon, and days off are moved by decree (library `holidays`; feasts of years not
announced yet are computed, and may be a day off).
"""

from __future__ import annotations

from datetime import timedelta

import holidays
import numpy as np

from ventra.core.day import from_day_number
from ventra.core.profile import Float

COLUMNS = ("day_off", "hayit", "ramadan", "eve")
RAMADAN_DAYS, EVE_DAYS = 29, 7
"""Days before Ramazon hayiti that are fasted, and days before a feast on which presents and stores are bought."""
FEASTS = ("New Year", "Women's Day", "Nowruz", "Eid al-Fitr", "Eid al-Adha")


def calendar(first_day: int, length: int) -> Float:
    """What is known of `length` days from `first_day` (a day number) on, [length, COLUMNS], 1 where it is so."""
    first = from_day_number(first_day)
    last = first + timedelta(days=length - 1)
    years = range(first.year, (last + timedelta(days=RAMADAN_DAYS)).year + 1)
    told = np.zeros((length, len(COLUMNS)))

    def mark(column: str, begin: int, days: int) -> None:
        """So many days from one on, as far as they are among those asked for."""
        told[max(begin, 0) : max(begin + days, 0), COLUMNS.index(column)] = 1.0

    for day, name in holidays.country_holidays("UZ", years=years, language="en_US").items():
        at = (day - first).days
        if name.startswith("Eid"):
            mark("hayit", at, 1)
        else:
            mark("day_off", at, 1)
        if "observed" in name or not name.startswith(FEASTS):
            continue
        mark("eve", at - EVE_DAYS, EVE_DAYS)
        if name.startswith("Eid al-Fitr"):
            mark("ramadan", at - RAMADAN_DAYS, RAMADAN_DAYS)
    return told

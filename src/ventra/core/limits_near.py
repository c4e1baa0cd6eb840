"""Limits to choose from near one that is set: half of it, three quarters, one and a half, and twice, written short."""

from __future__ import annotations

import math

from ventra.core.rule_kinds import COUNT, DAYS, HOURS, NOTHING, STARS, UNITS, UZS

SHARES = (0.5, 0.75, 1.5, 2.0)
_WHOLE = (COUNT, UNITS, HOURS, DAYS, UZS)
MOST_STARS = 5


def limits_near(limit: float, unit: str, *, least: float, most: float) -> list[float]:
    """Up to four other limits, ascending; none for a kind without a limit or with one alone."""
    if unit == NOTHING or least == most:
        return []
    most = MOST_STARS if unit == STARS else most
    near = (_short(limit * share, unit) for share in SHARES)
    return sorted({min(max(one, least), most) for one in near} - {limit})


def _short(value: float, unit: str) -> float:
    """With two digits that count; whole where the unit is counted."""
    if value <= 0 or not math.isfinite(value):
        return 0.0
    digits = 1 - math.floor(math.log10(value))
    rounded = round(value, digits)
    if unit in _WHOLE:
        return float(max(1, round(rounded)))
    return round(rounded, 1) if unit == STARS else rounded

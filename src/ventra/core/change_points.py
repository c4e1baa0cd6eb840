"""When a subject's level last shifted, and by how much.

A stretch of days is split where both parts differ most by chance's measure (the deviance of a binomial over the dispersion); it
is a shift where that is more than chance finds anywhere. Stretches of several lengths that end with the last day are searched,
and what follows a shift again, so that an earlier shift hides no later one (seeded binary segmentation; Kovács et al., 2023).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.growing import log_ratio

Float = npt.NDArray[np.float64]

LENGTHS = (90, 56, 35, 21)
AGAIN = 2
LEAST_PART = 5
"""Known days that a part must have."""
LEAST_DEVIANCE = 13.0
"""What the best of all splits reaches in about one steady subject of twenty."""
_LEAST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """The column from which the last level holds [n], -1 for no shift; how many times the level before it is, with 80 %."""

    place: Int64
    factor: Float
    low: Float
    high: Float


def last_shift(units: Float, worth: Float, dispersion: Float) -> Shift:
    """From `units` and what each day is worth [n, span] (0: not used); by chance they have the variance dispersion × mean."""
    end = units.shape[1]
    sums = _running(np.where(worth > 0, units, 0.0), worth)
    place = np.full(len(units), -1, np.int64)
    for first in sorted({max(end - length, 0) for length in LENGTHS}):
        rows, start = np.arange(len(units)), np.full(len(units), first, np.int64)
        for _ in range(1 + AGAIN):
            found = _best_split(sums.take(rows), start, np.full(len(rows), end), dispersion[rows])
            rows, start = rows[found >= 0], found[found >= 0]
            place[rows] = np.maximum(place[rows], start)
    rows, begin = np.flatnonzero(place >= 0), np.zeros(len(units), np.int64)
    before = _best_split(sums.take(rows), begin[rows], place[rows], dispersion[rows])
    begin[rows] = np.maximum(before, 0)
    return Shift(place, *_factor(sums, begin, place, dispersion))


@dataclass(frozen=True, slots=True, eq=False)
class _Running:
    """Sums of the columns before each [n, columns + 1]: units, worth, days used."""

    units: Float
    worth: Float
    days: Float

    def take(self, rows: Int64) -> _Running:
        """These subjects alone."""
        if len(rows) == len(self.units):
            return self
        return _Running(self.units[rows], self.worth[rows], self.days[rows])


def _running(units: Float, worth: Float) -> _Running:
    nothing = np.zeros((len(units), 1))
    parts = (units, worth, (worth > 0).astype(np.float64))
    return _Running(*(np.concatenate((nothing, np.cumsum(part, axis=1)), axis=1) for part in parts))


def _best_split(sums: _Running, start: Int64, stop: Int64, dispersion: Float) -> Int64:
    """The column before which the columns from `start` to `stop` [n] split best, -1 where chance would split as well [n]."""
    if len(start) == 0:
        return start
    row, first = np.arange(len(start)), int(start.min())
    parts = (sums.units, sums.worth, sums.days)
    units, worth, days = (part[:, first:] - part[row, start][:, None] for part in parts)
    all_units, all_worth, all_days = ((part[row, stop] - part[row, start])[:, None] for part in parts)
    fine = (days >= LEAST_PART) & (all_days - days >= LEAST_PART)
    deviance = _told(units, worth) + _told(all_units - units, all_worth - worth) - _told(all_units, all_worth)
    measure = np.where(fine, 2 * deviance, -1.0)
    best = measure.argmax(axis=1)
    return np.where(measure[row, best] > LEAST_DEVIANCE * dispersion, best + first, -1)


def _told(seen: Float, worth: Float) -> Float:
    """A part's share of a binomial's deviance: what is seen, times the logarithm of it by its worth."""
    return seen * np.log(np.maximum(seen, _LEAST) / np.maximum(worth, _LEAST))


def _factor(sums: _Running, begin: Int64, place: Int64, dispersion: Float) -> tuple[Float, Float, Float]:
    row, there = np.arange(len(place)), place >= 0
    middle = np.maximum(place, 0)
    before, now = (
        tuple(part[row, until] - part[row, since] for part in (sums.units, sums.worth))
        for since, until in ((begin, middle), (middle, np.full(len(place), sums.units.shape[1] - 1)))
    )
    logarithm, error = log_ratio((now[0], now[1]), (before[0], before[1]), dispersion)
    bounds = (np.exp(logarithm + sign * Z80 * error) for sign in (0, -1, 1))
    factor, low, high = (np.where(there, bound, np.nan) for bound in bounds)
    return factor, low, high

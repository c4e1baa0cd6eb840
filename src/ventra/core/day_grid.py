"""Known days of many subjects as one grid that ends with the last closed day, and which of them may be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, NO_DATA
from ventra.core.columns import Int64
from ventra.core.windows import DayValues

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.bool_] | npt.NDArray[np.float64]

WEEK = 7
MOST_OUT = 0.1
"""A day of which more than so much met an empty shelf, by its expected sales, says too little of demand."""


@dataclass(frozen=True, slots=True, eq=False)
class DayGrid:
    """Units by subject and day [n, span], the last column being `last_day`.

    Observed days were looked at and not filled in; `censored` are those of them on which the shelf was empty; `used` are observed
    days that are neither censored nor under a promotion. `units` are 0 where a day was not observed.
    """

    units: Float
    censored: Bool
    used: Bool
    last_day: int

    @property
    def weekday(self) -> Int64:
        """Weekday of each column, Monday 0."""
        span = self.units.shape[1]
        return (np.arange(self.last_day - span + 1, self.last_day + 1, dtype=np.int64) + 3) % WEEK


def day_grid(
    days: DayValues, *, subjects: int, last_day: int, out: Marks | None, off: Marks | None, span: int
) -> DayGrid:
    """The `span` days that end with `last_day`. `ValueError` where `out` or `off` has another shape than [subjects, span]."""
    place = days.day - (last_day - span + 1)
    rows = np.flatnonzero((place >= 0) & (place < span) & np.isfinite(days.point) & told(days))
    units, observed = np.zeros((subjects, span)), np.zeros((subjects, span), bool)
    units[days.subject[rows], place[rows]] = days.point[rows]
    observed[days.subject[rows], place[rows]] = True
    censored = observed & (_marks(out, (subjects, span)) > MOST_OUT)
    used = observed & ~censored & ~(_marks(off, (subjects, span)) > MOST_OUT)
    return DayGrid(units, censored, used, last_day)


def told(days: DayValues) -> Bool:
    """Which days were observed, and not filled in."""
    return np.asarray((days.basis != IMPUTED) & (days.basis != NO_DATA), np.bool_)


def _marks(marks: Marks | None, shape: tuple[int, int]) -> Float:
    if marks is None:
        return np.zeros(shape)
    if marks.shape != shape:
        raise ValueError(f"marks of days have the shape {marks.shape}, and not {shape}")
    return np.nan_to_num(marks.astype(np.float64))

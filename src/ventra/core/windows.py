"""Sums over 1, 7 and 28 days: the one place where days become windows (`product.md`, "7 days, 28 days").

A window is a stretch of calendar days, never of rows. One with fewer than 5 of 7 (20 of 28) known days has no number;
otherwise unknown days count at the known days' mean. Errors of days are independent but for what two neighbours share at
their midnight: what one has too much there the other has too little, so within a window it cancels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, MEASURED, NO_DATA
from ventra.core.calibration import Calibration, in_force
from ventra.core.columns import in_order
from ventra.core.estimate import Z80

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Int8 = npt.NDArray[np.int8]
Bool = npt.NDArray[np.bool_]
Reach = Callable[[Int8, Float, Float], Float]
"""Standard errors below and above from basis, standard error and total."""

WINDOWS = (1, 7, 28)
LEAST_KNOWN = {1: 1, 7: 5, 28: 20}


@dataclass(frozen=True, slots=True, eq=False)
class DayValues:
    """Known days as columns: subject number, day number, point, low, high (NaN unknown) and basis.

    `begin_error` and `end_error` are standard errors of what was shared out at the day's two midnights, which its neighbours have
    with the opposite sign; 0 where that is not known.
    """

    subject: Int64
    day: Int64
    point: Float
    low: Float
    high: Float
    basis: Int8
    begin_error: Float
    end_error: Float

    def take(self, rows: Int64) -> DayValues:
        """These rows, in this order."""
        columns = (getattr(self, field.name)[rows] for field in fields(self))
        return DayValues(*columns)

    def earning(self, point: Float, low: Float, high: Float) -> DayValues:
        """The revenue of these days of units: what a midnight shares of one it shares of the other."""
        begin, end = (_priced(error, self.point, point) for error in (self.begin_error, self.end_error))
        return replace(self, point=point, low=low, high=high, begin_error=begin, end_error=end)


def _priced(error: Float, units: Float, revenue: Float) -> Float:
    """The standard error of revenue that goes with one of units, at the day's mean price; 0 where that is not known."""
    known = np.isfinite(revenue) & (units > 0)
    return np.where(known, error * np.where(known, revenue, 0.0) / np.where(known, units, 1.0), 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class WindowValues:
    """One value for each subject and window: point, low, high (NaN unknown), basis, and how many of its days are known.

    `error` is the standard error that its days' errors come to, the larger of those below and above.
    """

    point: Float
    low: Float
    high: Float
    basis: Int8
    known: Int64
    error: Float


def window_sums(
    days: DayValues,
    *,
    subjects: int,
    first_day: int,
    length: int,
    count: int = 1,
    decimals: int = 2,
    one_of_several: Bool | None = None,
    calibration: Calibration | None = None,
) -> WindowValues:
    """Windows laid end to end from `first_day`, for subjects 0..n-1; arrays of shape [subjects, count].

    Days within `days` but outside the windows are passed over. How wide intervals are is said by `calibration`, the one in force
    where none is given; `one_of_several` says by subject whether it is one of several variants (nobody is where it is left out).
    """
    place = (days.day - first_day) // length
    inside = np.flatnonzero((place >= 0) & (place < count) & np.isfinite(days.point))
    # Fractions added in another order round to another cent: the sum must not know how its rows were stored.
    if not in_order(days.subject[inside], days.day[inside]):
        inside = inside[np.lexsort((days.day[inside], days.subject[inside]))]
    cell = days.subject[inside] * count + place[inside]
    days_of = np.full(subjects * count, length)
    reach = _reach(calibration or in_force(), one_of_several, days_of, subjects)
    return _summed(days, inside, cell, (subjects, count), length, LEAST_KNOWN[length], decimals, reach)


def last_windows(
    days: DayValues,
    *,
    subjects: int,
    last_day: int,
    lengths: tuple[int, ...],
    decimals: int = 2,
    one_of_several: Bool | None = None,
) -> WindowValues:
    """Windows of several lengths that all end with `last_day`; arrays of shape [subjects, lengths], else as `window_sums`."""
    age = last_day - days.day
    reach = np.array(lengths, np.int64)
    row, which = np.nonzero((age[:, None] >= 0) & (age[:, None] < reach) & np.isfinite(days.point)[:, None])
    order = np.lexsort((days.day[row], days.subject[row]))
    row, which = row[order], which[order]
    shape = (subjects, len(lengths))
    least = np.array([LEAST_KNOWN[length] for length in lengths])
    cell = days.subject[row] * len(lengths) + which
    of_cells = (np.tile(reach, subjects), np.tile(least, subjects))
    told = _reach(in_force(), one_of_several, of_cells[0], subjects)
    return _summed(days, row, cell, shape, *of_cells, decimals, told)


def _reach(calibration: Calibration, one_of_several: Bool | None, length: Int64, subjects: int) -> Reach:
    """By cell, of which each subject has as many as any other: `length` is their days."""
    of_subjects = np.zeros(subjects, bool) if one_of_several is None else one_of_several
    each = len(length) // max(subjects, 1)
    return partial(calibration.of_windows, days=length, one_of_several=np.repeat(of_subjects, each))


def _shared(days: DayValues, inside: Int64, cell: Int64) -> Float:
    """The part of each day's error variance that its neighbours in the same window have with the opposite sign."""
    order = np.lexsort((days.day[inside], cell))
    day, sorted_cell = days.day[inside][order], cell[order]
    next_to = (sorted_cell[1:] == sorted_cell[:-1]) & (day[1:] == day[:-1] + 1)
    gone = np.zeros(len(order))
    gone[:-1] += np.where(next_to, days.end_error[inside][order][:-1] ** 2, 0.0)
    gone[1:] += np.where(next_to, days.begin_error[inside][order][1:] ** 2, 0.0)
    back = np.empty(len(order))
    back[order] = gone
    return back


def _summed(
    days: DayValues,
    inside: Int64,
    cell: Int64,
    shape: tuple[int, int],
    length: Int64 | int,
    least_known: Int64 | int,
    decimals: int,
    reach: Reach,
) -> WindowValues:
    """The sums of the days `inside`, each in its cell; `length` and `least_known` are each cell's or everybody's.

    `reach` tells from basis, standard error and total how many of these the interval goes down and up.
    """
    cells = shape[0] * shape[1]

    def added(values: npt.NDArray[np.generic]) -> Float:
        return np.bincount(cell, values.astype(np.float64), cells).astype(np.float64)

    point, low, high = days.point[inside], days.low[inside], days.high[inside]
    known = np.bincount(cell, minlength=cells)
    scale = length / np.maximum(known, 1)
    total = added(point) * scale
    missing = (length - known) * added(point) / np.maximum(known, 1)
    whole = (days.begin_error**2 + days.end_error**2)[inside]
    shared = _shared(days, inside, cell)
    below, above = (((side) / Z80) ** 2 for side in (point - low, high - point))
    error_low, error_high = (
        added(error - np.where(whole > 0, np.minimum(error / np.maximum(whole, 1e-12), 1.0), 0.0) * shared)
        * scale**2
        + missing
        for error in (below, above)
    )
    floor = added(low)
    enough = known >= least_known
    worst = np.zeros(cells, np.int8)
    np.maximum.at(worst, cell, days.basis[inside])
    basis = np.where(known < length, IMPUTED, np.maximum(worst, MEASURED))
    basis = np.where(enough, basis, NO_DATA).astype(np.int8)
    below, above = (np.sqrt(np.maximum(error, 0.0)) for error in (error_low, error_high))
    error = np.maximum(below, above)
    errors = reach(basis, error, total)
    bottom = np.maximum(total - errors[:, 0] * below, floor)
    top = total + errors[:, 1] * above
    single = (known == 1) & (length == 1)
    bottom, top = np.where(single, floor, bottom), np.where(single, added(high), top)
    values = [
        np.where(enough, np.round(part, decimals), np.nan).reshape(shape) for part in (total, bottom, top)
    ]
    middle, least, most = values
    return WindowValues(
        middle,
        np.fmin(least, middle),
        np.fmax(most, middle),
        basis.reshape(shape),
        known.reshape(shape),
        error.reshape(shape),
    )

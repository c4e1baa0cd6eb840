"""How much a subject sells on a usual day now, and whether its growth quickens."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.growing import log_ratio

Float = npt.NDArray[np.float64]
Three = tuple[Float, Float, Float]

DAYS, LEAST_DAYS = 28, 5
PERIOD, LEAST_OF_PERIOD = 14, 9


def level(units: Float, worth: Float, dispersion: Float, since: Int64) -> Three:
    """Units a usual day [n] with their 80 % interval, by the last 28 days and by none before the column `since`.

    From `units` and what each day is worth [n, span] (0: not used). NaN with fewer than five days. The interval is that of a rate
    whose count has the variance dispersion × mean (Wilson, 1927, for a rate).
    """
    column = np.arange(units.shape[1])
    late = (column >= len(column) - DAYS) & (column >= since[:, None])
    each = np.where(late, worth, 0.0)
    days = each.sum(axis=1)
    some = np.where(days > 0, days, 1.0)
    sold = np.where(each > 0, units, 0.0)
    rate = sold.sum(axis=1) / some
    half = dispersion * Z80**2 / 2
    reach = np.sqrt(dispersion * rate * some * Z80**2 + half**2)
    known = (each > 0).sum(axis=1) >= LEAST_DAYS
    low, high = ((rate * some + half + sign * reach) / some for sign in (-1, 1))
    low = np.maximum(low, 0.0)
    return np.where(known, rate, np.nan), np.where(known, low, np.nan), np.where(known, high, np.nan)


def acceleration(units: Float, worth: Float, dispersion: Float) -> Three:
    """The growth factor of 14 days over the 14 before, over that of those over the 14 before them, less 1 [n], with 80 %.

    NaN where any of the three has fewer than nine days, or nothing was sold in all of them.
    """
    span = units.shape[1]
    sold = np.where(worth > 0, units, 0.0)
    parts, known = [], np.ones(len(units), bool)
    for number in range(3):
        rows = slice(max(span - (number + 1) * PERIOD, 0), max(span - number * PERIOD, 0))
        parts.append((sold[:, rows].sum(axis=1), worth[:, rows].sum(axis=1)))
        known &= (worth[:, rows] > 0).sum(axis=1) >= LEAST_OF_PERIOD
    now, before, first = parts
    known &= now[0] + before[0] + first[0] > 0
    faster, error = log_ratio(now, before, dispersion)
    slower, error_before = log_ratio(before, first, dispersion)
    # What the middle of the three sold counts against both sides.
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = 2 * dispersion / (before[0] + 0.5)
        whole = np.sqrt(error**2 + error_before**2 + shared)
        bounds = (np.expm1(faster - slower + sign * Z80 * whole) for sign in (0, -1, 1))
    point, low, high = (np.where(known, bound, np.nan) for bound in bounds)
    return point, low, high

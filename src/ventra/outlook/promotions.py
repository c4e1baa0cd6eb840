"""Which days were under a promotion, told from what was paid: a price well below the usual that does not become the usual one."""

from __future__ import annotations

import numpy as np

from ventra.core.profile import Float
from ventra.core.steps import Bool

WEEK = 7
USUAL_DAYS = 28
OFF = 0.1
"""Part of the usual price that must be taken off."""


def under_promotion(price: Float) -> Bool:
    """Days [n, span] whose price is below the usual one by `OFF` or more; NaN where nothing was sold.

    The usual price of a week is the median of the `USUAL_DAYS` before it, so that one that stays becomes the usual; of the first
    weeks it is that of the first `USUAL_DAYS`. A day without sales has the price of the day before.
    """
    paid = carried(price)
    span = price.shape[1]
    found = np.zeros(price.shape, bool)
    for first in range(span % WEEK - WEEK if span % WEEK else 0, span, WEEK):
        begin = max(first - USUAL_DAYS, 0)
        usual = _median(paid[:, begin : begin + USUAL_DAYS])
        days = slice(max(first, 0), first + WEEK)
        found[:, days] = paid[:, days] < (1 - OFF) * usual[:, None]
    return found


def carried(price: Float) -> Float:
    """Prices [n, span] with that of the day before where there is none."""
    place = np.where(np.isfinite(price), np.arange(price.shape[1]), -1)
    last = np.maximum.accumulate(place, axis=1)
    return np.where(last >= 0, np.take_along_axis(price, np.maximum(last, 0), axis=1), np.nan)


def _median(values: Float) -> Float:
    """The median of what is known in each row; NaN where nothing is."""
    ordered = np.sort(values, axis=1)
    known = np.isfinite(ordered).sum(axis=1)
    lower, upper = (np.maximum(known - 1, 0) // 2, np.minimum(known // 2, values.shape[1] - 1))
    row = np.arange(len(values))
    middle: Float = (ordered[row, lower] + ordered[row, upper]) / 2
    return middle

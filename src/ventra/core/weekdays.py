"""Seasonality by weekday: how many times a usual day each weekday sells, as far as the days of one subject can tell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day_grid import WEEK, Bool

Float = npt.NDArray[np.float64]

USUAL_SPREAD = 0.15
"""Standard deviation of weekdays' factors before anything is known: what is seen is drawn towards 1 accordingly (gamma prior)."""


def weekday_factors(units: Float, used: Bool, weekday: Int64, dispersion: Float) -> Float:
    """Factors [n, 7], Monday first, whose mean is 1; from `units` and `used` [n, span] and the weekday of each column [span].

    Each weekday is held against the mean of its own week, so that a trend does not pass for a weekday. `dispersion` [n] says
    how little a unit tells.
    """
    weeks = units.shape[1] // WEEK
    shape = (len(units), weeks, WEEK)
    sold = np.where(used, units, 0.0)[:, -weeks * WEEK :].reshape(shape)
    there = used[:, -weeks * WEEK :].reshape(shape)
    mean = sold.sum(axis=2) / np.maximum(there.sum(axis=2), 1)
    expected = (mean[:, :, None] * there).sum(axis=1)
    worth = dispersion[:, None] / USUAL_SPREAD**2
    by_place = (sold.sum(axis=1) + worth) / (expected + worth)
    factors = np.empty_like(by_place)
    factors[:, weekday[-WEEK:]] = by_place
    return np.asarray(factors / factors.mean(axis=1, keepdims=True), np.float64)

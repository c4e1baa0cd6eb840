"""Seasonality by weekday: how many times a usual day each weekday sells, as far as the days of one subject can tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day_grid import WEEK, Bool

Float = npt.NDArray[np.float64]

Z = 1.2816
"""Standard deviations that 80 % of a normal lie within."""
USUAL_SPREAD = 0.15
"""Standard deviation of weekdays' factors before anything is known: what is seen is drawn towards 1 accordingly (gamma prior)."""


@dataclass(frozen=True, slots=True, eq=False)
class Weekdays:
    """Factors [n, 7], Monday first, whose mean is 1, and the ends of their 80 % intervals."""

    factor: Float
    low: Float
    high: Float


def weekday_factors(units: Float, used: Bool, weekday: Int64, dispersion: Float) -> Weekdays:
    """From `units` and `used` [n, span] and the weekday of each column [span]; NaN where `dispersion` [n] is.

    Each weekday is held against the mean of its own week, so that a trend does not pass for a weekday. `dispersion` says how
    little a unit tells. Intervals are those of the gamma that prior and units make together, by the cube roots of its
    quantiles (Wilson and Hilferty, 1931).
    """
    weeks = units.shape[1] // WEEK
    by_week = (len(units), weeks, WEEK)
    sold = np.where(used, units, 0.0)[:, -weeks * WEEK :].reshape(by_week)
    there = used[:, -weeks * WEEK :].reshape(by_week)
    usual = sold.sum(axis=2) / np.maximum(there.sum(axis=2), 1)
    expected = (usual[:, :, None] * there).sum(axis=1)
    worth = dispersion[:, None] / USUAL_SPREAD**2
    by_place = (sold.sum(axis=1) + worth) / (expected + worth)
    mean = by_place.mean(axis=1, keepdims=True)
    shape = (sold.sum(axis=1) + worth) / dispersion[:, None]
    ends = [(1 - 1 / (9 * shape) + side * Z / (3 * np.sqrt(shape))) ** 3 for side in (-1, 1)]
    factor, low, high = (np.empty_like(by_place) for _ in range(3))
    for laid, told in ((factor, 1.0), (low, ends[0]), (high, ends[1])):
        laid[:, weekday[-WEEK:]] = by_place * told / mean
    return Weekdays(factor, np.minimum(low, factor), np.maximum(high, factor))

"""Seasons of a year: what a known product sells a day in each month, against a usual month.

Months are compared by units a known product's day, so that neither gaps nor goods that came since pass for a season. With two
years or more a month is the mean over its years; with one, growth over the year is in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.estimate import Z80

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

MONTHS = 12
LEAST_DAYS = 20
"""A month counts of which so many days are known."""


@dataclass(frozen=True, slots=True, eq=False)
class Seasons:
    """How many times a usual month's each month sells [n, 12], January first; NaN unless all twelve are known.

    `point`, `low` and `high` [n] are of the highest month with its 80 % interval, `peak` is which (1-12, 0 unknown), `years` how
    many years the month that was seen least often was seen.
    """

    index: Float
    point: Float
    low: Float
    high: Float
    peak: Int64
    years: Int64


def seasons(units: Float, error: Float, product_days: Float, days: Int64) -> Seasons:
    """Seasons of subjects [n] from the sums of calendar months [n, years, 12], of which the last year may be cut short.

    `product_days` counts products' known days, `days` the days of which anything is known.
    """
    known = (days >= LEAST_DAYS) & (product_days > 0)
    seen = known.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(known, units / product_days, 0.0).sum(axis=1) / seen
        spread = np.where(known, (error**2 + units) / product_days**2, 0.0).sum(axis=1) / seen**2
        whole = rate.mean(axis=1)
        index = rate / whole[:, None]
        relative = np.sqrt(spread / whole[:, None] ** 2 * (1 - index / MONTHS) ** 2)
    told = (seen > 0).all(axis=1) & (whole > 0)
    index[~told] = np.nan
    peak = np.where(told, np.argmax(np.where(told[:, None], index, 0.0), axis=1), 0)
    rows = np.arange(len(index))
    point, reach = index[rows, peak], Z80 * relative[rows, peak]
    return Seasons(
        index,
        point,
        np.maximum(point - reach, 0.0),
        point + np.where(told, reach, np.nan),
        np.where(told, peak + 1, 0),
        np.where(told, seen.min(axis=1), 0),
    )

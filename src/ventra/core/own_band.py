"""What is usual of a product's day: a band that its sales rarely leave, by the days before.

A day's sales vary by chance, and by more than Poisson's law has it: of a mean m the variance is taken to be what the days before
showed, but never less than twice the mean, as dispersion is taken to be before anything is known (`core/growth.py`). The
band reaches `REACH` standard deviations to both sides, moved up by what few pieces are skewed (Cornish and Fisher, 1938, with the
third cumulant of a negative binomial): about one day in a hundred is beyond each side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, NO_DATA
from ventra.core.windows import DayValues

Float = npt.NDArray[np.float64]

DAYS, LEAST_DAYS = 28, 14
REACH = 2.33
LEAST_DISPERSION = 2.0


def usual_band(days: DayValues, *, subjects: int, day: int) -> tuple[Float, Float]:
    """The least and the most that is usual for `day` (a number) by the 28 days before it, for subjects 0..n-1.

    NaN with fewer than 14 observed days among them. The day itself and imputed days say nothing of what is usual.
    """
    age = day - days.day
    told = (
        (age >= 1)
        & (age <= DAYS)
        & np.isfinite(days.point)
        & (days.basis != IMPUTED)
        & (days.basis != NO_DATA)
    )
    subject, units = days.subject[told], days.point[told]
    count = np.bincount(subject, minlength=subjects)
    known = np.maximum(count, 1)
    mean = np.bincount(subject, units, subjects) / known
    squares = np.bincount(subject, (units - mean[subject]) ** 2, subjects)
    variance = np.maximum(squares / np.maximum(count - 1, 1), LEAST_DISPERSION * mean)
    reach = REACH * np.sqrt(variance)
    dispersion = np.where(mean > 0, variance / np.where(mean > 0, mean, 1.0), LEAST_DISPERSION)
    skewed = (REACH**2 - 1) / 6 * (2 * dispersion - 1)
    enough = count >= LEAST_DAYS
    # Where nothing at all is usual there is no lower bound to be skewed.
    low = np.where(mean > reach, np.minimum(mean - reach + skewed, mean), 0.0)
    high = mean + reach + skewed
    return np.where(enough, np.round(low, 2), np.nan), np.where(enough, np.round(high, 2), np.nan)

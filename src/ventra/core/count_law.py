"""How a number of pieces spreads about its mean: a negative binomial law of that mean and variance.

Sales vary by more than Poisson's law has it, and what is not known of their level makes them vary more. A Poisson count whose
level is itself of a gamma law is negative binomial (Greenwood and Yule, 1920), and so is a sum of days whose variance is the same
multiple of their mean. Where both come together it is the law of that mean and variance.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ventra.core.beta_law import beta_below

Float = npt.NDArray[np.float64]

LEAST_DISPERSION = 1.001
"""Variance in parts of the mean, at least: as good as Poisson's law, and never less."""
FAR = 12.0


def at_least(pieces: Float, mean: Float, variance: Float) -> Float:
    """The chance of at least so many pieces, 0-1; shapes go together as NumPy has it. It falls with `pieces`, smoothly.

    That of at least none is 1 whatever the mean; else NaN where anything is not known.
    """
    wide = [np.asarray(part, np.float64) for part in np.broadcast_arrays(pieces, mean, variance)]
    flat = [part.ravel() for part in wide]
    known = np.isfinite(flat[0]) & np.isfinite(flat[1]) & np.isfinite(flat[2])
    found = np.where(known, 0.0, np.nan)
    found[flat[0] <= 0] = 1.0
    rows = np.flatnonzero(known & (flat[0] > 0) & (flat[1] > 0))
    count, middle, spread = (part[rows] for part in flat)
    times = np.maximum(spread / middle, LEAST_DISPERSION)
    found[rows] = beta_below(1 - 1 / times, count, middle / (times - 1))
    return found.reshape(wide[0].shape)


def quantile(level: Float, mean: Float, variance: Float) -> Float:
    """The fewest whole pieces that are enough with at least chance `level` (0-1, below 1) [n]; NaN where one is not known."""
    level, mean, variance = (
        np.asarray(part, np.float64) for part in np.broadcast_arrays(level, mean, variance)
    )
    known = np.isfinite(level) & np.isfinite(mean) & np.isfinite(variance)
    middle, spread = np.where(known, mean, 0.0), np.where(known, variance, 0.0)
    wanted = 1 - np.where(known, level, 0.5)
    low = np.full(mean.shape, -1.0)
    high = np.ceil(middle + FAR * np.sqrt(np.maximum(spread, middle)))
    while (short := at_least(high + 1, middle, spread) > wanted).any():
        low, high = np.where(short, high, low), np.where(short, 2 * high + 1, high)
    while (high - low > 1).any():
        half = np.floor((low + high) / 2)
        enough = at_least(half + 1, middle, spread) <= wanted
        low, high = np.where(enough, low, half), np.where(enough, half, high)
    return np.where(known, high, np.nan)

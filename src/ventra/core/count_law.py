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
    """The fewest whole pieces that are enough with at least chance `level` (0-1, below 1); NaN where one is not known.

    Shapes go together as NumPy has it. Looked for about the gamma law's quantile (Wilson and Hilferty, 1931).
    """
    level, mean, variance = (
        np.asarray(part, np.float64) for part in np.broadcast_arrays(level, mean, variance)
    )
    known = np.isfinite(level) & np.isfinite(mean) & np.isfinite(variance)
    middle, spread = np.where(known, mean, 0.0), np.where(known, variance, 0.0)
    wanted = 1 - np.where(known, level, 0.5)
    near = _near(wanted, middle, np.maximum(spread, middle))
    width = np.ceil(np.sqrt(spread) / 32) + 1
    high, reach = near + width, width
    while (short := at_least(high + 1, middle, spread) > wanted).any():
        high, reach = np.where(short, high + 2 * reach, high), 2 * reach
    low, reach = np.maximum(near - width, -1.0), width
    while (over := (low >= 0) & (at_least(low + 1, middle, spread) <= wanted)).any():
        low, reach = np.where(over, np.maximum(low - 2 * reach, -1.0), low), 2 * reach
    while (high - low > 1).any():
        half = np.floor((low + high) / 2)
        enough = at_least(half + 1, middle, spread) <= wanted
        low, high = np.where(enough, low, half), np.where(enough, half, high)
    return np.where(known, high, np.nan)


def _near(above: Float, mean: Float, variance: Float) -> Float:
    """About which count is exceeded with such a chance; whole pieces, not below 0."""
    part = variance / np.where(mean > 0, 9 * mean**2, 1.0)
    # The normal law's quantile to 0.0005 (Abramowitz and Stegun, 26.2.23).
    tail = np.clip(np.minimum(above, 1 - above), 1e-9, 0.5)
    t = np.sqrt(-2 * np.log(tail))
    z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    root = 1 - part + np.where(above < 0.5, z, -z) * np.sqrt(part)
    return np.asarray(np.floor(mean * np.maximum(root, 0.0) ** 3), np.float64)

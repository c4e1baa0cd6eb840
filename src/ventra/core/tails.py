"""Tail probabilities and quantiles of the normal and of Student's t, for whole columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]

_ERFC = (
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806,
    0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
)  # fmt: skip


def normal_above(z: Float) -> Float:
    """How likely a standard normal is above `z`; relative error below 1.2e-7 (Press et al., Numerical Recipes, 6.2)."""
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + x / 2)
    series = np.zeros_like(t)
    for factor in reversed(_ERFC):
        series = series * t + factor
    tail = t * np.exp(-x * x + series) / 2
    return np.asarray(np.where(z >= 0, tail, 1 - tail), np.float64)


def student_above(t: Float, freedom: Float) -> Float:
    """How likely Student's t of `freedom` degrees (at least 3) is above `t`, by the normal that is as likely (Wallace, 1959)."""
    z = np.sqrt(freedom * np.log1p(t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3)
    return normal_above(np.sign(t) * z)


def student_quantile(z: float, freedom: Float) -> Float:
    """The value of Student's t that is exceeded as often as `z` of a standard normal (Abramowitz and Stegun, 26.7.5)."""
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return np.asarray(z + first / freedom + second / freedom**2 + third / freedom**3, np.float64)

"""Whole soʻm: how an amount is rounded.

An amount is rounded once, where it becomes a line of its own, to the nearest soʻm, and half a soʻm away from zero; sums are then
sums of whole numbers, so lines add up to what stands below them. Amounts are first taken to a millionth of a soʻm, so that what a
float holds of 0.5 counts as 0.5.
"""

from __future__ import annotations

import numpy as np

from ventra.core.profile import Float

DECIMALS = 6


def whole(amount: Float | float) -> Float:
    """Amounts in whole soʻm; NaN stays unknown. Exact for amounts below 10⁹ soʻm that have at most six decimals."""
    held = np.round(np.asarray(amount, np.float64), DECIMALS)
    return np.asarray(np.copysign(np.floor(np.abs(held) + 0.5), held) + 0.0, np.float64)


def part(amount: Float | float, percent: Float | float) -> Float:
    """So many percent of amounts, in whole soʻm."""
    return whole(np.asarray(amount, np.float64) * percent / 100)


def within(amount: Float | float, percent: Float | float) -> Float:
    """The tax of so many percent that amounts hold within them (12/112 at 12 %), in whole soʻm."""
    rate = np.asarray(percent, np.float64)
    return whole(np.asarray(amount, np.float64) * rate / (100 + rate))

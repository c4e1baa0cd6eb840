"""Shares of a whole and how concentrated they are, with what the errors of the parts make of them.

The parts' errors are independent. To first order (the delta method) an error of part j moves part i's share by
(1[i = j] − share_i) ÷ whole, and Σ share² by 2 (share_j − Σ share²) ÷ whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ventra.core.estimate import Z80

Float = npt.NDArray[np.float64]
Level = Literal["unconcentrated", "moderate", "high"]

WHOLE_HHI = 10_000
MODERATE, HIGH = 1_500, 2_500
"""Where concentration begins to be moderate and high (US Horizontal Merger Guidelines, 2010, 5.3)."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shares 0-1 of parts [n] with their 80 % intervals; NaN where the whole is not above 0."""

    point: Float
    low: Float
    high: Float


@dataclass(frozen=True, slots=True)
class Concentration:
    """HHI 0-10 000 with its 80 % interval, and the word for it."""

    point: float
    low: float
    high: float
    level: Level


def shares(parts: Float, errors: Float) -> Shares:
    """Each part's share of their sum; `errors` are the parts' standard errors. Neither holds NaN."""
    whole = parts.sum()
    if not whole > 0:
        return Shares(*np.full((3, len(parts)), np.nan))
    point = parts / whole
    others = np.maximum((errors**2).sum() - errors**2, 0)
    error = np.sqrt((1 - point) ** 2 * errors**2 + point**2 * others) / whole
    return Shares(point, np.maximum(point - Z80 * error, 0), np.minimum(point + Z80 * error, 1))


def concentration(parts: Float, errors: Float) -> Concentration | None:
    """The Herfindahl-Hirschman index of the parts, the sum of squared percentages; `None` where the whole is not above 0.

    Its interval stays between what equal parts would give and one part alone.
    """
    whole = parts.sum()
    if not whole > 0:
        return None
    point = parts / whole
    square = float((point**2).sum())
    error = float(np.sqrt(((2 * (point - square) / whole * errors) ** 2).sum()))
    least = 1 / len(parts)
    index, low, high = (
        WHOLE_HHI * min(max(value, least), 1.0)
        for value in (square, square - Z80 * error, square + Z80 * error)
    )
    return Concentration(index, low, high, level_of(index))


def level_of(hhi: float) -> Level:
    """The plain word for an index of 0-10 000."""
    if hhi < MODERATE:
        return "unconcentrated"
    return "moderate" if hhi <= HIGH else "high"

"""Shares of a whole and how concentrated they are, with what the errors of the parts make of them.

The parts' errors are independent. To first order (the delta method) an error of part j moves part i's share by
(1[i = j] − share_i) ÷ whole, and Σ share² by 2 (share_j − Σ share²) ÷ whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
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


@dataclass(frozen=True, slots=True, eq=False)
class Concentrations:
    """HHI 0-10 000 of groups [n] with 80 % intervals; NaN where a group's whole is not above 0."""

    point: Float
    low: Float
    high: Float


def shares(parts: Float, errors: Float) -> Shares:
    """Each part's share of their sum; `errors` are the parts' standard errors. Neither holds NaN."""
    return shares_within(np.zeros(len(parts), np.int64), parts, errors, groups=1)


def shares_within(group: Int64, parts: Float, errors: Float, *, groups: int) -> Shares:
    """As `shares`, each part within its `group`, one of 0..groups-1."""
    whole = np.bincount(group, parts, groups)[group]
    squared = np.bincount(group, errors**2, groups)[group]
    with np.errstate(divide="ignore", invalid="ignore"):
        point = np.where(whole > 0, parts / whole, np.nan)
        others = np.maximum(squared - errors**2, 0)
        error = np.sqrt((1 - point) ** 2 * errors**2 + point**2 * others) / whole
    return Shares(point, np.maximum(point - Z80 * error, 0), np.minimum(point + Z80 * error, 1))


def concentration(parts: Float, errors: Float) -> Concentration | None:
    """The Herfindahl-Hirschman index of the parts, the sum of squared percentages; `None` where the whole is not above 0.

    Its interval stays between what equal parts would give and one part alone.
    """
    found = concentrations(np.zeros(len(parts), np.int64), parts, errors, groups=1)
    index, low, high = (float(end[0]) for end in (found.point, found.low, found.high))
    return None if np.isnan(index) else Concentration(index, low, high, level_of(index))


def concentrations(group: Int64, parts: Float, errors: Float, *, groups: int) -> Concentrations:
    """As `concentration`, of each group 0..groups-1 of parts."""
    whole = np.bincount(group, parts, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        point = np.where(whole[group] > 0, parts / whole[group], 0.0)
        square = np.bincount(group, point**2, groups)
        moved = np.where(whole[group] > 0, 2 * (point - square[group]) / whole[group] * errors, 0.0)
        least = 1 / np.bincount(group, minlength=groups)
    error = np.sqrt(np.bincount(group, moved**2, groups))
    index, low, high = (
        np.where(whole > 0, WHOLE_HHI * np.minimum(np.maximum(end, least), 1.0), np.nan)
        for end in (square, square - Z80 * error, square + Z80 * error)
    )
    return Concentrations(index, low, high)


def level_of(hhi: float) -> Level:
    """The plain word for an index of 0-10 000."""
    if hhi < MODERATE:
        return "unconcentrated"
    return "moderate" if hhi <= HIGH else "high"

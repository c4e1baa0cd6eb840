"""Saturation: how little room a niche leaves to whoever comes now, 0-100, as a sum of parts that are each shown.

> saturation = 100 × Σ weightᵢ × pressᵢ ÷ Σ weightᵢ, over the parts that are known

`press` of a part is where its value lies between `easy`, which is 0, and `hard`, which is 1, on a line or on that of logarithms,
and no further. The weights and both ends are a judgement and not a measurement, so they are told with each answer. There is no
figure where the known parts weigh less than `LEAST_WEIGHT`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
PartName = Literal["concentration", "idle", "review_gap", "leaving", "growth"]

WHOLE = 100.0
LEAST_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class SaturationPart:
    """A part: how much it weighs, and between which values it presses from not at all to wholly."""

    name: PartName
    weight: float
    easy: float
    hard: float
    logarithmic: bool = False


PARTS = (
    SaturationPart("concentration", 0.25, 500.0, 4_000.0),
    SaturationPart("idle", 0.25, 0.2, 0.9),
    SaturationPart("review_gap", 0.20, 10.0, 2_000.0, logarithmic=True),
    SaturationPart("leaving", 0.15, 0.0, 0.5),
    SaturationPart("growth", 0.15, 0.25, -0.25),
)
"""HHI of revenue by shop; the part of goods that sold less than one in 28 days; by how many reviews those that sell most are
ahead; the part of newly come shops that is gone after 90 days; growth, of which less presses more."""


@dataclass(frozen=True, slots=True, eq=False)
class Saturations:
    """Saturation of niches [n] with 80 % intervals, and how much each part presses [n, parts], 0-1; NaN unknown."""

    point: Float
    low: Float
    high: Float
    press: Float


def saturations(point: Float, low: Float, high: Float) -> Saturations:
    """Saturation from the values of `PARTS` [n, parts] with their intervals, NaN where unknown.

    The errors of parts are independent: the reaches of their intervals add up as squares.
    """
    weight = np.array([part.weight for part in PARTS])
    press, one, other = (_press(end) for end in (point, low, high))
    known = np.isfinite(press)
    held = known * weight
    total = held.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = WHOLE * held / total[:, None]
    clean = np.where(known, press, 0.0)
    least = np.where(known, np.fmin(np.fmin(one, other), press), 0.0)
    most = np.where(known, np.fmax(np.fmax(one, other), press), 0.0)
    middle = (share * clean).sum(axis=1)
    down = np.sqrt(((share * (clean - least)) ** 2).sum(axis=1))
    up = np.sqrt(((share * (most - clean)) ** 2).sum(axis=1))
    told = total >= LEAST_WEIGHT - 1e-9
    ends = (middle, np.maximum(middle - down, 0.0), np.minimum(middle + up, WHOLE))
    low, middle, high = (np.where(told, ends[at], np.nan) for at in (1, 0, 2))
    return Saturations(middle, low, high, press)


def _press(values: Float) -> Float:
    curved = np.array([part.logarithmic for part in PARTS])
    easy = np.array([part.easy for part in PARTS])
    hard = np.array([part.hard for part in PARTS])

    def bent(at: Float) -> Float:
        return np.where(curved, np.log(np.maximum(at, 1.0)), at)

    return np.clip((bent(values) - bent(easy)) / (bent(hard) - bent(easy)), 0.0, 1.0)

"""Inputs that are ranges, and the answers that then are ranges too.

A range is drawn from the triangular law between its low and its high with its top at the likely value: it says no more than the
three numbers that a person gives. Different inputs are drawn independently. A column of an input is its likely value first and
the draws after it, so that one run of a formula gives an answer's point, which is exact, and what its interval is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np

from ventra.core.estimate import Ranged
from ventra.core.profile import Float

DRAWS: Final = 2000
PERCENTILES: Final = (10.0, 90.0)
"""Where an answer's interval ends: it holds 80 % of the draws."""


@dataclass(frozen=True, slots=True)
class Span:
    """What an input may be: between `low` and `high`, most likely `likely`. `ValueError` when they are not in this order."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not all(isfinite(end) for end in (self.low, self.likely, self.high)):
            raise ValueError("a range is of finite numbers")
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low:g}, {self.likely:g}, {self.high:g}: not in ascending order")

    @property
    def exact(self) -> bool:
        """Whether there is but one value."""
        return self.low == self.high


def exactly(value: float) -> Span:
    """One value and no range."""
    return Span(value, value, value)


def drawn(inputs: Mapping[str, Span], generator: np.random.Generator, draws: int = DRAWS) -> dict[str, Float]:
    """A column [1 + draws] of each input by its name, the likely value first; [1] where no input is a range.

    Names are drawn in the order of the alphabet, so the same seed gives the same columns whatever the order they come in.
    """
    if all(span.exact for span in inputs.values()):
        return {name: np.array([span.likely]) for name, span in inputs.items()}
    columns = {}
    for name in sorted(inputs):
        span = inputs[name]
        column = np.full(1 + draws, span.likely)
        if not span.exact:
            column[1:] = generator.triangular(span.low, span.likely, span.high, draws)
        columns[name] = column
    return columns


def ranged(column: Float, digits: int = 0) -> Ranged:
    """The answer of a column: the likely case, and the 10th and 90th percentile of the draws, widened to hold it.

    A likely case that is not known makes the answer unknown; where too few draws are known, there is no interval.
    """
    point, rest = float(column[0]), column[1:]
    if not isfinite(point):
        return Ranged(None, None, None)
    known = rest[np.isfinite(rest)]
    if len(rest) and not enough(known, rest):
        return Ranged(round(point, digits), None, None)
    low, high = np.percentile(known, PERCENTILES) if len(known) else (point, point)
    return Ranged(*(round(float(end), digits) for end in (point, min(low, point), max(high, point))))


def enough(known: Float, draws: Float) -> bool:
    """Whether so many of the draws are known that they speak for all: nine of ten."""
    return len(known) > 0 and len(known) >= 0.9 * len(draws)

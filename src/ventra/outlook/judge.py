"""The market judged as a whole: what rises after false-discovery control over all that was tested, and in what order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.rising import Rising, rising
from ventra.core.trend import Trends


@dataclass(frozen=True, slots=True)
class JudgeBy:
    """The rate of false discoveries (0-1), and how much must be sold, in units a day, to be tested at all."""

    rate: float
    least_units: float


@dataclass(frozen=True, slots=True)
class Judged:
    """How many were tested, and how many of them rise."""

    tested: int
    rising: int


def judge(trends: Trends, by: JudgeBy) -> Rising:
    """What rises among subjects of one kind."""
    return rising(trends.p_value, trends.least_growth, trends.size, rate=by.rate, least_size=by.least_units)


def told(found: Rising) -> Judged:
    """How many that were."""
    return Judged(int(np.isfinite(found.q_value).sum()), int(found.rises.sum()))

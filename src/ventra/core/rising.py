"""What rises in a whole market: false discoveries are held to a rate, and what is found is ranked by what is sure of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.windows import DayValues

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

RATE = 0.10
NEWCOMER_DAYS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Rising:
    """Of each subject [n] whether it rises, the rate of false discoveries at which it would (NaN untested), and its rank.

    Rank 1 has the highest lower bound, equal ones share a rank; 0 for what does not rise.
    """

    rises: Bool
    q_value: Float
    rank: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Newcomers:
    """Of each subject [n] whether it is new, units a day since it was first seen with their 80 % interval (NaN unknown), by how
    many observed days, and its rank by `low`: 1 is highest, equal ones share a rank, 0 for what is not new or not known.
    """

    new: Bool
    velocity: Float
    low: Float
    high: Float
    days: Int64
    rank: Int64


def rising(
    p_value: Float, least_growth: Float, size: Float, *, rate: float = RATE, least_size: float
) -> Rising:
    """What rises, of all that is at least `least_size` and has a p-value (Benjamini and Hochberg, 1995).

    `size` must say nothing of growth (`Trends.size` does not), or what happens to have sold well lately would be tested more often.
    """
    raise NotImplementedError


def newcomers(
    days: DayValues, first_seen: Int64, *, subjects: int, last_day: int, most_days: int = NEWCOMER_DAYS
) -> Newcomers:
    """What was first seen (day numbers [subjects]) within the `most_days` that end with `last_day`, by its sales since then.

    The day on which it was first seen is not whole, and does not count.
    """
    raise NotImplementedError

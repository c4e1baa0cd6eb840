"""Trend: how much sells now, whether that grows, since when, and how sure it is (`docs/trend.md`).

Each subject is judged by its own days alone, so that one product on a page and the whole market at night have the same
numbers. Days nobody looked at and days on which the shelf was empty are no days of small demand: they are left out of what is
compared, on both sides, and those of the empty shelf are counted. Days under a promotion are left out as well, but for the two
growths, which say what was sold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day_grid import Marks
from ventra.core.windows import DayValues

Float = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]

SPAN = 90
NO_VERDICT, RISES, FALLS, STEADY, CENSORED = 0, 1, 2, 3, 4
VERDICTS = ("no_verdict", "rises", "falls", "steady", "censored")
"""Words for the codes of `Trends.verdict`."""


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """One value for each subject [n]; NaN where it cannot be known, intervals of 80 %, growth 0.25 for a quarter more.

    `level` is units on a usual day now, weekdays evened out; `size` units a day over all days compared, which knows nothing of
    growth. `growth_7` and `growth_28` are the last 7 (28) closed days against the 7 (28) before, `…_days` how many days of each
    are compared. `p_value` is how likely so much growth is by chance where there is none; `least_growth` is the growth that is
    there with 90 % confidence; `acceleration` is by how much the last 14 days' growth factor differs from that of the 14 before.
    `change_day` is the day number at which the level last shifted, -1 for none, and `change_factor` by how much (2 is twice).
    `weekday` [n, 7], Monday first, says how many times a usual day sells. `censored` counts days left out for an empty shelf.
    """

    level: Float
    level_low: Float
    level_high: Float
    size: Float
    growth_7: Float
    growth_7_low: Float
    growth_7_high: Float
    growth_7_days: Int64
    growth_28: Float
    growth_28_low: Float
    growth_28_high: Float
    growth_28_days: Int64
    p_value: Float
    least_growth: Float
    acceleration: Float
    acceleration_low: Float
    acceleration_high: Float
    change_day: Int64
    change_factor: Float
    change_factor_low: Float
    change_factor_high: Float
    weekday: Float
    censored: Int64
    verdict: Int8


def trends(
    days: DayValues,
    *,
    subjects: int,
    last_day: int,
    out: Marks | None = None,
    off: Marks | None = None,
    span: int = SPAN,
) -> Trends:
    """Trends of subjects 0..n-1 by the `span` days that end with `last_day` (a day number).

    `out` [subjects, span] is the share of a day on which the shelf was empty, `off` whether a price well below the usual was in
    force; the last column of both is `last_day`. `ValueError` where they have another shape.
    """
    raise NotImplementedError

"""A product's share of its niche, week by week, over the days that are known of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.shares import shares_within

Float = npt.NDArray[np.float64]

WEEK = 7
LEAST_DAYS = 5


@dataclass(frozen=True, slots=True, eq=False)
class WeekShares:
    """Shares 0-1 of weeks [n], with their 80 % intervals; `days` are known of both. NaN with fewer than `LEAST_DAYS` of them, or
    nothing sold.
    """

    point: Float
    low: Float
    high: Float
    days: Int64


def week_shares(
    week: Int64,
    own: Float,
    own_low: Float,
    own_high: Float,
    whole: Float,
    down: Float,
    up: Float,
    *,
    weeks: int,
) -> WeekShares:
    """Shares from days [m] in `week` 0..weeks-1 that are known of both: the product's units with their intervals, those of its
    niche with itself, and the sums of squares of how far the niche's intervals reach down and up.
    """
    mine = np.bincount(week, own, weeks)
    mine_squared = np.bincount(week, ((own - own_low) ** 2 + (own_high - own) ** 2) / 2, weeks)
    rest = np.maximum(np.bincount(week, whole, weeks) - mine, 0.0)
    rest_squared = np.maximum(np.bincount(week, (down + up) / 2, weeks) - mine_squared, 0.0)
    parts = np.concatenate((mine, rest))
    errors = np.sqrt(np.concatenate((mine_squared, rest_squared))) / Z80
    found = shares_within(np.tile(np.arange(weeks), 2), parts, errors, groups=weeks)
    days = np.bincount(week, minlength=weeks)
    point, low, high = (
        np.where(days >= LEAST_DAYS, end[:weeks], np.nan) for end in (found.point, found.low, found.high)
    )
    return WeekShares(point, low, high, days)

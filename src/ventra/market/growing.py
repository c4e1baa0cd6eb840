"""Growth of many products together: their weeks are added up, and their errors as squares (`core/growth.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from ventra.core.estimate import growth_figure
from ventra.core.growth import growth
from ventra.market.answers import MarketGrowth

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Weeks:
    """Units a week now and before of the products that have both, and the sums of their squared standard errors."""

    products: int
    now: float
    before: float
    now_squared: float
    before_squared: float


def grown(weeks: Weeks) -> MarketGrowth:
    """How much more is sold than the week before; unknown where no product has both weeks, or nothing was sold before."""
    columns = (weeks.now, weeks.before, sqrt(weeks.now_squared), sqrt(weeks.before_squared))
    found = growth(*(np.array([value]) for value in columns))
    point, low, high = (float(part[0]) for part in (found.point, found.low, found.high))
    if not weeks.products or not isfinite(point):
        return MarketGrowth(None, None, None, None, weeks.products)
    told = growth_figure(*(round(value, DECIMALS) for value in (point, low, high)), days=0)
    return MarketGrowth(told.point, told.low, told.high, told.verdict, weeks.products)

"""The second pass over the market, a pure function of goods: what each product sells in the days to come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.forecast import HORIZON, Forecast, forecast
from ventra.core.forecast_scores import Scale, scale_of
from ventra.core.profile import Float
from ventra.core.smoothing import known_mean
from ventra.core.trend import SPAN
from ventra.outlook.goods import Goods
from ventra.outlook.sold import dispersion_of

RECENT_DAYS = 28


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """Of products [n]: what is forecast, units a day lately (NaN unknown), the scale that errors will be measured by, and by how
    much days vary by chance, in parts of their mean (NaN unknown).
    """

    forecast: Forecast
    velocity: Float
    scale: Scale
    dispersion: Float


def foresee(
    goods: Goods,
    product: Int64,
    last_day: int,
    times: Float | None = None,
    known: Float | None = None,
) -> Foreseen:
    """Forecast the days after `last_day` of `product` [n], ascending; nothing is said of one that has no known days in `goods`.

    `times` is how many times its usual the market sells on each day of the span and after it (`outlook/feasts.py`), `known`
    [n, as many days, columns] what is known ahead of each product. Days that met an empty shelf are not known: what is forecast
    is what would be bought from a full one.
    """
    demand = np.full((len(product), SPAN), np.nan)
    mine = np.isin(goods.product, product)
    place = np.searchsorted(product, goods.product[mine])
    demand[place] = goods.demand(last_day=last_day, span=SPAN)[mine]
    dispersion = np.full(len(product), np.nan)
    dispersion[place] = dispersion_of(goods, last_day)[mine]
    velocity = known_mean(demand[:, -RECENT_DAYS:], 1)
    told = forecast(demand, horizon=HORIZON, times=times, known=known, counted=True)
    return Foreseen(told, velocity, scale_of(demand), dispersion)

"""What products sold and how much of each day met an empty shelf, as columns: the last four weeks of goods."""

from __future__ import annotations

import numpy as np

from ventra.core.estimate import Z80
from ventra.core.growth import WEEK
from ventra.core.lost_sales import Sold, usual_sales
from ventra.core.profile import Float
from ventra.outlook.goods import Goods

DAYS = 28


def sold_of(goods: Goods, last_day: int) -> Sold:
    """The days that end with `last_day` of all goods [n, 28]."""
    how = {"last_day": last_day, "span": DAYS}
    error = (goods.days.high - goods.days.low) / (2 * Z80)
    return Sold(
        goods.laid(goods.days.point, **how),
        goods.laid(error, **how),
        goods.laid(goods.out, **how),
        np.arange(last_day - DAYS + 1, last_day + 1),
    )


def dispersion_of(goods: Goods, last_day: int) -> Float:
    """By how much the sales of a day vary by chance, in parts of their mean [n]."""
    return usual_sales(sold_of(goods, last_day), np.ones(WEEK)).dispersion

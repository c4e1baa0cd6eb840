"""What the outlook of products is made of: their known days, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.profile import Float
from ventra.core.windows import DayValues
from ventra.sales.daily import LEAST_OUT

NOWHERE = -1
"""In the place of a category or a shop that is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """Products [n], ascending, with their category, shop and the day number on which each was first seen; and their known days.

    A day's subject is its product's place; `out` is the part of its demand that met an empty shelf (0-1), `price` what a unit was
    paid with (soʻm, NaN where nothing was sold or no price is known). Days are by subject and day.
    """

    product: Int64
    category: Int64
    seller: Int64
    first_seen: Int64
    days: DayValues
    out: Float
    price: Float

    def __len__(self) -> int:
        return len(self.product)

    def laid(self, values: Float, *, last_day: int, span: int) -> Float:
        """Values of days by product and day [n, span] up to `last_day`; NaN where a day is not known."""
        place = self.days.day - (last_day - span + 1)
        inside = (place >= 0) & (place < span)
        found = np.full((len(self), span), np.nan)
        found[self.days.subject[inside], place[inside]] = values[inside]
        return found

    def demand(self, *, last_day: int, span: int) -> Float:
        """Units by day, without the days that met an empty shelf: what they sold is not what was asked for."""
        in_stock = np.where(self.out < LEAST_OUT, self.days.point, np.nan)
        return self.laid(in_stock, last_day=last_day, span=span)

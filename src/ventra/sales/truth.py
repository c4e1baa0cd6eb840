"""What was truly sold: the values that a back-test measures estimates against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64, run_starts
from ventra.core.scores import Float

_DAYS = 10_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """True units of product-days [n], ascending by product and Tashkent day number, each once.

    `trouble` names what troubles a row's data ("" unknown), `gap_hours` how often it was looked at (NaN: the looks tell).
    """

    product: Int64
    day: Int64
    units: Float
    trouble: list[str]
    gap_hours: Float

    def __len__(self) -> int:
        return len(self.day)

    def products(self) -> tuple[Int64, Int64]:
        """The different products, ascending, and for each row which of them it is of."""
        products, rank = np.unique(self.product, return_inverse=True)
        return products, rank

    def rows_of(self, product: Int64, day: Int64) -> Int64:
        """The row of each asked product and day, -1 where there is no truth of it."""
        if len(self) == 0:
            return np.full(len(day), -1, np.int64)
        products, rank = self.products()
        place = np.minimum(np.searchsorted(products, product), len(products) - 1)
        code, asked = rank * _DAYS + self.day, place * _DAYS + day
        found = np.minimum(np.searchsorted(code, asked), len(code) - 1)
        return np.where((code[found] == asked) & (products[place] == product), found, -1)


def truth_of(
    product: Int64,
    day: Int64,
    units: Float,
    trouble: Sequence[str] | None = None,
    gap_hours: Float | None = None,
) -> Truth:
    """Truth of rows in any order; `ValueError` names the first product and day that stand there twice."""
    order = np.lexsort((day, product))
    product, day = product[order], day[order]
    twice = np.flatnonzero(~run_starts(product, day)) if len(day) else order
    if len(twice):
        raise Twice(int(product[twice[0]]), int(day[twice[0]]))
    words = [""] * len(day) if trouble is None else [trouble[row] for row in order.tolist()]
    hours = np.full(len(day), np.nan) if gap_hours is None else gap_hours[order]
    return Truth(product, day, units[order], words, hours)


class Twice(ValueError):
    """The truth tells a product's day twice."""

    def __init__(self, product: int, day: int) -> None:
        super().__init__(f"product {product}, day number {day}: told twice")
        self.product = product
        self.day = day

"""A window's sum over many products: independent errors, and what is not known kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import sqrt

from ventra.core.basis import IMPUTED, NO_DATA
from ventra.core.estimate import Z80, Estimate, estimate, unknown


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the products that have a number: points, lows, and the squares of how far each interval reaches down and up.

    `known` of `products` have a number, `basis` is the worst of theirs, `known_days` how many of its days are known on average.
    """

    products: int
    known: int
    point: float
    low: float
    down_squared: float
    up_squared: float
    basis: int
    known_days: float

    @property
    def error(self) -> float:
        """Standard error of the sum, the mean of those below and above (in squares)."""
        return sqrt((self.down_squared + self.up_squared) / 2) / Z80

    def estimate(self, days: int, *, decimals: int) -> Estimate:
        """The sum with its interval, never below the sum of the lows; *imputed* where some products have no number.

        Nothing is known of no products at all: no data, never 0.
        """
        if not self.known:
            return unknown(days)
        low = max(self.point - sqrt(self.down_squared), self.low)
        ends = (self.point, min(low, self.point), self.point + sqrt(self.up_squared))
        return estimate(
            *(round(end, decimals or None) for end in ends),
            basis=self.basis if self.known == self.products else IMPUTED,
            days=days,
            known_days=int(self.known_days),
        )


NOTHING = Sums(0, 0, 0.0, 0.0, 0.0, 0.0, NO_DATA, 0.0)
"""Of no products at all."""


def added(parts: Iterable[Sums]) -> Sums:
    """The sums over the products of all parts, none of which is in two of them."""
    return reduce(_plus, parts, NOTHING)


def _plus(one: Sums, other: Sums) -> Sums:
    known = one.known + other.known
    days = one.known_days * one.known + other.known_days * other.known
    return Sums(
        products=one.products + other.products,
        known=known,
        point=one.point + other.point,
        low=one.low + other.low,
        down_squared=one.down_squared + other.down_squared,
        up_squared=one.up_squared + other.up_squared,
        basis=max(one.basis, other.basis),
        known_days=days / known if known else 0.0,
    )

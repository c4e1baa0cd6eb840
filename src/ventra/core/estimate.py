"""The shape in which every number of sales leaves VENTRA: never bare (`product.md`, "No bare number")."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from ventra.core.basis import NAMES, NO_DATA, Basis

Z80 = 1.2815515594457832
"""Half-width of the central 80 % of the standard normal, in standard deviations."""


class Estimate(msgspec.Struct, frozen=True, gc=False):
    """A point with its 80 % interval, how it was come by, and how many of the window's days are known.

    Units have at most two decimals, revenue is whole soʻm. `through` says until when a day that still runs speaks.
    """

    point: float | None
    low: float | None
    high: float | None
    basis: Basis
    days: int
    known_days: int
    through: datetime | None = None


class GrowthFigure(msgspec.Struct, frozen=True, gc=False):
    """The last 7 closed days against the 7 before, with its 80 % interval; 0.25 is a quarter more.

    `days` is how many weekdays were observed in both weeks, and compared. There is no verdict where the interval holds zero, and
    no number where fewer than five days can be compared or nothing was sold before.
    """

    point: float | None
    low: float | None
    high: float | None
    verdict: Literal["up", "down"] | None
    days: int


class Ranged(msgspec.Struct, frozen=True):
    """A figure that follows from estimates, with its 80 % interval; all three are null where it is not known."""

    point: float | None
    low: float | None
    high: float | None


class Figures(msgspec.Struct, frozen=True):
    """Today so far and the last 1, 7 and 28 closed days, which end with the day `as_of`, and growth.

    `own_fit`: the version of the correction by the asking organisation's own shop that the units and revenue went through.
    """

    as_of: date | None
    today: Estimate
    day_1: Estimate
    days_7: Estimate
    days_28: Estimate
    revenue_today: Estimate
    revenue_1: Estimate
    revenue_7: Estimate
    revenue_28: Estimate
    growth_7: GrowthFigure
    own_fit: int | None = None


def growth_figure(point: float | None, low: float | None, high: float | None, *, days: int) -> GrowthFigure:
    """Growth as it is stored, with its verdict."""
    if point is None or low is None or high is None:
        return GrowthFigure(None, None, None, None, days)
    verdict: Literal["up", "down"] | None = "up" if low > 0 else "down" if high < 0 else None
    return GrowthFigure(point, low, high, verdict, days)


def basis_name(code: int) -> Basis:
    """The word for a stored basis code."""
    return NAMES[code]


def estimate(
    point: float | None,
    low: float | None,
    high: float | None,
    *,
    basis: int,
    days: int,
    known_days: int,
    through: datetime | None = None,
) -> Estimate:
    """An estimate of values as they are stored, rounded; without a point there is no data, whatever else is there."""
    if point is None or basis == NO_DATA:
        return unknown(days, known_days=known_days)
    return Estimate(point, low, high, basis_name(basis), days, known_days, through)


def of_one_day(
    values: tuple[float | None, float | None, float | None], basis: int, through: datetime | None = None
) -> Estimate:
    """`estimate` of point, low and high of a single day, for the many days of a product."""
    point, low, high = values
    if point is None or basis == NO_DATA:
        return unknown(1, known_days=int(point is not None))
    return Estimate(point, low, high, NAMES[basis], 1, 1, through)


def unknown(days: int, *, known_days: int = 0) -> Estimate:
    """Nothing can be said of a window of so many days."""
    return Estimate(None, None, None, "no_data", days, known_days)

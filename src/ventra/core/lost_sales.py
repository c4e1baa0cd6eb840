"""What was not sold because the shelf was empty: demand against sales over a stretch of days.

What a product sells while it can be bought says what it would have sold while it could not: λ = units ÷ weights of the days in
stock, where a day weighs what its weekday does, less the part of it in which the shelf was empty. Lost on a day is λ × weight ×
that part. Weekdays are the product's own, drawn towards evenness by `WEEKDAY_PRIOR` units each.

The interval holds three errors: of λ by chance (quasi-Poisson, `dispersion` × mean), of λ by what is not known of each day, and
the chance of what would have been sold. It is that of a gamma law (Wilson and Hilferty, 1931). Some buyers wait or take another
variant: what is lost here is what met an empty shelf, and so the most that can have been lost to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, INFERRED, MEASURED, NO_DATA
from ventra.core.columns import Int64
from ventra.core.count_law import quantile
from ventra.core.growth import HALF, PRIOR, PRIOR_WEIGHT, WEEK

Float = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]

IN_STOCK = 0.05
"""A day is in stock where no more of it than this met an empty shelf: fuller days are not cut off by their own sales."""
LEAST_DAYS = 5
WEEKDAY_PRIOR = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Sold:
    """Days of products [n, D]: units and their standard error, and the part of the day that met an empty shelf, 0-1; NaN unknown.

    `day` [D] are day numbers.
    """

    units: Float
    error: Float
    empty: Float
    day: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Lost:
    """Units and soʻm lost over the stretch [n] with 80 % intervals; NaN unknown. Both are exactly 0 where no day was empty.

    `empty_days` and `known_days` [n]: days that the shelf was empty, in parts of days, and days of which that is known. Where it
    is not known of all, the sums are of those alone, *imputed*, and a floor. Revenue is NaN where the price is not known.
    """

    units: Float
    units_low: Float
    units_high: Float
    revenue: Float
    revenue_low: Float
    revenue_high: Float
    basis: Int8
    empty_days: Float
    known_days: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """What a product sells while it can be bought: `units` [n] over days that weigh `worth` [n]; NaN with fewer than five.

    `error` [n] is the standard error of these units that is not chance, `dispersion` [n] that of chance. `weight` [n, 7] is what
    a weekday (day number modulo 7) sells in parts of the mean day, `weight_variance` the variance of that in parts of its square.
    """

    units: Float
    worth: Float
    error: Float
    dispersion: Float
    weight: Float
    weight_variance: Float


def lost_sales(sold: Sold, price: Float, weekday: Float | None = None) -> Lost:
    """What each product lost, at `price` (soʻm a piece, [n]).

    `weekday` [7] or [n, 7] is what weekdays (day numbers modulo 7) usually sell in parts of the mean day, as of all goods of a
    category; all alike where it is left out.
    """
    told = np.isfinite(sold.empty)
    empty = np.where(told, sold.empty, 0.0)
    known, days = told.sum(axis=1), empty.sum(axis=1)
    usual = usual_sales(sold, np.ones(WEEK) if weekday is None else weekday)
    parts = _by_weekday(empty, sold.day) * usual.weight
    share = parts.sum(axis=1) / usual.worth
    point, middle = usual.units * share, (usual.units + HALF) * share
    of_rate = (usual.dispersion * (usual.units + HALF) + usual.error**2) * share**2
    of_weekday = (usual.units / usual.worth) ** 2 * (parts**2 * usual.weight_variance).sum(axis=1)
    variance = usual.dispersion * middle + of_rate + of_weekday
    low, high = quantile(np.array([[0.1], [0.9]]), middle, variance)
    none = (known > 0) & (days == 0)
    ends = (point, np.minimum(low, point), np.maximum(high, point))
    units = [np.where(none, 0.0, np.where(known > 0, part, np.nan)) for part in ends]
    revenue = [np.where(none, 0.0, part * price) for part in units]
    basis = np.where(known < sold.empty.shape[1], IMPUTED, np.where(none, MEASURED, INFERRED))
    basis = np.where(np.isnan(units[0]), NO_DATA, basis).astype(np.int8)
    return Lost(
        units[0], units[1], units[2], revenue[0], revenue[1], revenue[2],
        basis, np.where(known > 0, days, np.nan), known,
    )  # fmt: skip


def usual_sales(sold: Sold, weekday: Float) -> Usual:
    """From the days of the stretch in which the product was in stock; weekdays are drawn towards `weekday` [7] or [n, 7]."""
    stays = (sold.empty <= IN_STOCK) & np.isfinite(sold.units)
    full = np.where(stays, 1 - np.where(stays, sold.empty, 0.0), 0.0)
    units = np.where(stays, sold.units, 0.0)
    count, total = stays.sum(axis=1), units.sum(axis=1)
    enough = count >= LEAST_DAYS
    each = total / np.where(enough, full.sum(axis=1), 1.0)
    of_weekday = each[:, None] * _by_weekday(full, sold.day)
    weight = (_by_weekday(units, sold.day) + WEEKDAY_PRIOR * weekday) / (of_weekday + WEEKDAY_PRIOR)
    laid = full * weight[:, sold.day % WEEK]
    worth = laid.sum(axis=1)
    fitted = laid * (total / np.where(enough, worth, 1.0))[:, None]
    pearson = np.where(fitted > 0, (units - fitted) ** 2 / np.where(fitted > 0, fitted, 1.0), 0.0).sum(axis=1)
    learned = np.maximum((of_weekday / (of_weekday + WEEKDAY_PRIOR)).sum(axis=1), 1.0)
    freedom = np.maximum(count - learned, 0.0)
    dispersion = np.maximum((pearson + PRIOR_WEIGHT * PRIOR) / (freedom + PRIOR_WEIGHT), 1.0)
    error = np.sqrt((np.where(stays & np.isfinite(sold.error), sold.error, 0.0) ** 2).sum(axis=1))
    variance = dispersion[:, None] / (of_weekday + WEEKDAY_PRIOR)
    return Usual(
        np.where(enough, total, np.nan), np.where(enough, worth, np.nan), error, dispersion, weight, variance
    )


def _by_weekday(parts: Float, day: Int64) -> Float:
    """Values of days [n, D] added up by weekday [n, 7]."""
    return np.column_stack([parts[:, day % WEEK == weekday].sum(axis=1) for weekday in range(WEEK)])

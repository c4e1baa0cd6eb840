"""Whether a subject grows: its last two weeks held against the days before, by three shapes that growth may have.

Each shape says how much of the growth a day would show: the last 7 days all of it; more and more of it over 7 days, and then 7
days all; or more and more over 14 days. Under no growth the days' units weighted by it have a known mean and variance (the score
test of a log-linear rate, spread by the dispersion; McCullagh and Nelder, Generalized Linear Models, 4.5) and, few pieces being
skewed, a known third cumulant (a negative binomial's), by which the statistic is made normal (Wilson and Hilferty, 1931). What
the shapes say is combined without regard to how they depend on each other (Cauchy combination; Liu and Xie, 2020).

Sums believe some days of several times the usual, as who buys of itself or cuts prices for hours makes them. So the same is asked
of the days' ranks, of which such days are no more than the highest (a linear rank test; Hajek, Sidak and Sen, Theory of Rank
Tests, 6.1), and for a rise of the sums without the best of the last days; the scores are averaged (`docs/trend.md`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day_grid import Bool
from ventra.core.dispersion import Spread
from ventra.core.tails import student_above, student_quantile

Float = npt.NDArray[np.float64]

FRAME = 90
"""So many last days are compared at most."""
SHAPES = ((7, 0, 3), (14, 7, 5), (14, 14, 5))
"""How many days before the end growth begins, over how many it comes, and how many days since then must be known."""
LAST, LEAST_BEFORE = 14, 14
"""The last days, and how many of those before must be known."""
WINDOWS = ((7, 3), (14, 5))
"""Growth is bounded by these last days, of which so many must be known."""
Z_BOUND = 1.6448536269514722
"""One-sided 5 % for each of the two windows, so that 90 % hold for the higher of their bounds."""
LEFT_OUT, OF_THREE = 0.55, 0.97
"""So many standard deviations a score has less without its best day, where days are no more than usually unlike; and the standard
deviation of the mean of the three scores, which go together."""
HALF = 0.5
"""Added to both counts under the logarithm, so that small ones are not biased (Walter, 1975)."""
_SURE, _NONE = 0.95, 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """How likely so much growth, and so much of a fall, is by chance; the growth that is there at least, and at most, with 90 %
    confidence each [n]. NaN where too few days are known or nothing was sold.
    """

    p_rise: Float
    p_fall: Float
    least: Float
    most: Float


def grown(units: Float, worth: Float, spread: Spread, frame: Bool) -> Grown:
    """From `units` [n, span], what each day is worth [n, span] (0: not used), and which days are compared at all (`frame`).

    `frame` [n, span] holds the last 14 days and those before them that are of one piece.
    """
    worth = np.where(frame, worth, 0.0)
    sold = np.where(worth > 0, units, 0.0)
    tails: Float = np.stack(_tails(sold[:, -FRAME:], worth[:, -FRAME:], spread))
    bounds: Float = np.stack([_bounds(sold, worth, spread, *window) for window in WINDOWS])
    known = np.isfinite(tails[:, 0]).any(axis=0)
    least = np.where(known, np.fmax.reduce(bounds[:, 0]), np.nan)
    most = np.where(known, np.fmin.reduce(bounds[:, 1]), np.nan)
    return Grown(_combined(tails[:, 0]), _combined(tails[:, 1]), least, most)


def _tails(sold: Float, worth: Float, spread: Spread) -> list[Float]:
    """How likely at least so much growth of each shape is, and at most so much [2, n]."""
    age = np.arange(sold.shape[1] - 1, -1, -1)
    row, best = np.arange(len(sold)), _best_day(sold, worth)
    used = (worth > 0).astype(np.float64)
    count = np.maximum(used.sum(axis=1), 1)
    place = day_ranks(sold, worth)
    higher = used * (place - (place.sum(axis=1) / count)[:, None])
    variance = np.einsum("ij,ij->i", higher, higher) / np.maximum(count - 1, 1) * spread.weeks / spread.days
    whole, total = worth.sum(axis=1), sold.sum(axis=1)
    one, one_sold = worth[row, best], sold[row, best]
    tails = []
    for begins, takes, least_now in SHAPES:
        shape = np.minimum(np.maximum(begins - age, 0) / max(takes, 1), 1.0)
        powers = np.stack([shape, shape**2, shape**3])
        moments, shown = np.einsum("ij,kj->ki", worth, powers), np.einsum("ij,j->i", sold, shape)
        mine = shape[best]
        by_sums = _score(total, shown, whole, moments, spread.weeks)
        without = _score(
            total - one_sold,
            shown - mine * one_sold,
            whole - one,
            moments - one * powers[:, best],
            spread.weeks,
        )
        apart = np.einsum("ij,j->i", used, powers[1]) - np.einsum("ij,j->i", used, shape) ** 2 / count
        with np.errstate(divide="ignore", invalid="ignore"):
            by_ranks = np.einsum("ij,j->i", higher, shape) / np.sqrt(variance * apart)
        # Where days are all alike, ranks say nothing.
        by_ranks = np.where(np.isfinite(by_ranks), by_ranks, by_sums)
        sides = ((by_sums + by_ranks + without + LEFT_OUT) / (3 * OF_THREE), -(by_sums + by_ranks) / 2)
        known = _enough(worth, begins, least_now) & (total > 0)
        tails.append(np.where(known, student_above(np.stack(sides), spread.freedom), np.nan))
    return tails


def _best_day(sold: Float, worth: Float) -> Int64:
    """The column of the last 14 used days that sold most for its worth [n]."""
    last = slice(sold.shape[1] - LAST, None)
    some = worth[:, last] > 0
    rate = np.where(some, sold[:, last] / np.where(some, worth[:, last], 1.0), -1.0)
    return np.asarray(rate.argmax(axis=1) + last.start, np.int64)


def _score(total: Float, shown: Float, whole: Float, moments: Float, dispersion: Float) -> Float:
    """The score of a shape made normal [n], from units (`shown`: weighted by the shape), worth, and its first three moments."""
    middle = moments[0] / np.maximum(whole, _NONE)
    second = moments[1] - moments[0] * middle
    third = moments[2] - 3 * middle * moments[1] + 2 * middle * middle * moments[0]
    rate = total / np.maximum(whole, _NONE)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (shown - middle * total) / np.sqrt(dispersion * rate * second)
        skew = (2 * dispersion - 1) / np.sqrt(dispersion * rate) * third / second**1.5
        normal = 6 / skew * (np.cbrt(np.maximum(skew * score / 2 + 1, 0.0)) - 1) + skew / 6
    return np.asarray(np.where(np.abs(skew) > 1e-6, normal, score), np.float64)


def day_ranks(sold: Float, worth: Float) -> Float:
    """The rank of each day [n, days] by what it sold for its worth, equal ones sharing their mean; 0 where it is not used."""
    rate = np.where(worth > 0, sold / np.where(worth > 0, worth, 1.0), np.inf)
    order = np.argsort(rate, axis=1)
    ordered = np.take_along_axis(rate, order, axis=1)
    place = np.arange(rate.shape[1])
    other = ordered[:, 1:] != ordered[:, :-1]
    edge = np.ones((len(rate), 1), bool)
    first = np.maximum.accumulate(np.where(np.hstack((edge, other)), place, 0), axis=1)
    until = np.where(np.hstack((other, edge)), place, len(place))
    last = np.minimum.accumulate(until[:, ::-1], axis=1)[:, ::-1]
    ranks = np.zeros(rate.shape)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=1)
    return np.where(worth > 0, ranks, 0.0)


def _enough(worth: Float, now: int, least_now: int) -> Bool:
    """Whether so many of the last days are known, and enough of those before [n]."""
    used = worth > 0
    late, early = used[:, -now:].sum(axis=1), used[:, :-now].sum(axis=1)
    return np.asarray((late >= least_now) & (early >= LEAST_BEFORE), np.bool_)


def _bounds(sold: Float, worth: Float, spread: Spread, now: int, least_now: int) -> Float:
    """The least and the most growth of the last days against those before [2, n]."""
    middle, error = log_ratio(
        (sold[:, -now:].sum(axis=1), worth[:, -now:].sum(axis=1)),
        (sold[:, :-now].sum(axis=1), worth[:, :-now].sum(axis=1)),
        spread.weeks,
    )
    known = _enough(worth, now, least_now)
    reach = student_quantile(Z_BOUND, spread.freedom) * error
    return np.where(known, np.expm1(np.stack([middle - reach, middle + reach])), np.nan)


def log_ratio(
    now: tuple[Float, Float], before: tuple[Float, Float], dispersion: Float
) -> tuple[Float, Float]:
    """The logarithm of the rate now over the rate before, and its standard error; each given as units and worth of days."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log((now[0] + HALF) / now[1]) - np.log((before[0] + HALF) / before[1])
        error = np.sqrt(dispersion * (1 / (now[0] + HALF) + 1 / (before[0] + HALF)))
    return middle, error


def _combined(tails: Float) -> Float:
    """One tail from those of the shapes [shapes, n], of which some may be NaN."""
    known = np.isfinite(tails)
    # One shape that speaks against growth must not outweigh all that speak for it.
    each = np.clip(np.where(known, tails, 0.5), 1e-15, _SURE)
    mean = np.where(known, np.tan((0.5 - each) * np.pi), 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known.any(axis=0), 0.5 - np.arctan(mean) / np.pi, np.nan)

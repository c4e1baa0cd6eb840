"""Growth: the last 7 closed days against the 7 before, on observed days only (`product.md`, "growth"); 28 days the same way.

Days are compared weekday by weekday, those alone that were observed in both weeks: a Saturday nobody looked at takes the Saturday
before out as well (of 28 days, the one four weeks before), so that neither weekdays nor gaps pass for growth. Errors are of two
kinds, and both count: what is not known of each day's sales, and what sales vary by chance, of which the variance is `dispersion`
× units (quasi-Poisson; McCullagh and Nelder, Generalized Linear Models, 4.5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.basis import IMPUTED, NO_DATA
from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.windows import LEAST_KNOWN, DayValues, window_sums

Float = npt.NDArray[np.float64]

WEEK = 7
WEEKS = 4
PRIOR, PRIOR_WEIGHT = 2.0, 3.0
"""Dispersion before anything is known of a product, and how many weekdays that is worth."""
HALF = 0.5
"""Added to both counts under the logarithm, so that small ones are not biased (Walter, 1975)."""


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """Units a week (or 28 days) now and before by the days compared [n], their standard errors, chance included, and how many
    days those are.

    All but `days` are NaN where fewer than five (of 28, twenty) days were observed in both.
    """

    now: Float
    before: Float
    now_error: Float
    before_error: Float
    days: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """0.25 is a quarter more; 80 % interval. NaN where it is not known, or nothing was sold before."""

    point: Float
    low: Float
    high: Float


def compared_weeks(days: DayValues, *, subjects: int, last_day: int) -> Weeks:
    """The 7 days that end with `last_day` (a day number) and the 7 before, for subjects 0..n-1.

    How much sales vary by chance is told from the two weeks before those, too, as far as `days` has them.
    """
    return compared(days, subjects=subjects, last_day=last_day, length=WEEK)


def compared(days: DayValues, *, subjects: int, last_day: int, length: int) -> Weeks:
    """As `compared_weeks`, of `length` days: 7 or 28."""
    weeks = max(WEEKS, 2 * length // WEEK)
    place = days.day - (last_day - weeks * WEEK + 1)
    seen = (place >= 0) & (place < weeks * WEEK) & np.isfinite(days.point)
    seen &= (days.basis != IMPUTED) & (days.basis != NO_DATA)
    points = np.full((subjects, weeks * WEEK), np.nan)
    points[days.subject[seen], place[seen]] = days.point[seen]
    both = np.isfinite(points[:, -2 * length :].reshape(subjects, 2, length)).all(axis=1)
    within, recent = place[seen] % length, place[seen] >= weeks * WEEK - 2 * length
    paired = np.flatnonzero(seen)[both[days.subject[seen], within] & recent]
    first = last_day - 2 * length + 1
    sums = window_sums(days.take(paired), subjects=subjects, first_day=first, length=length, count=2)
    count = both.sum(axis=1)
    known = count >= LEAST_KNOWN[length]
    dispersion = _dispersion(points.reshape(subjects, weeks, WEEK))
    chance = dispersion * length / np.maximum(count, 1)
    error = np.sqrt(sums.error**2 + chance[:, None] * (sums.point + HALF))
    return Weeks(
        now=np.where(known, sums.point[:, 1], np.nan),
        before=np.where(known, sums.point[:, 0], np.nan),
        now_error=np.where(known, error[:, 1], np.nan),
        before_error=np.where(known, error[:, 0], np.nan),
        days=count,
    )


def growth(now: Float, before: Float, now_error: Float, before_error: Float) -> Growth:
    """Growth from two weeks' units and their standard errors, each of one subject or summed over many."""
    with np.errstate(divide="ignore", invalid="ignore"):
        point = np.where(before > 0, now / before - 1, np.nan)
        middle = np.log((now + HALF) / (before + HALF))
        error = np.hypot(now_error / (now + HALF), before_error / (before + HALF))
        low, high = (np.exp(middle + sign * Z80 * error) - 1 for sign in (-1, 1))
    known = np.isfinite(point)
    low, high = np.minimum(low, point), np.maximum(high, point)
    return Growth(point, np.where(known, low, np.nan), np.where(known, high, np.nan))


def _dispersion(points: Float) -> Float:
    """How many times its mean the variance of a day's sales is [n], from `points` [n, weeks, weekdays]; never below 1.

    Of what two neighbouring weeks sold on one weekday, the later week has its share: Pearson's statistic over the weekdays, pair
    of weeks by pair of weeks, so that neither weekdays nor growth pass for chance.
    """
    apart, freedom = np.zeros(len(points)), np.zeros(len(points))
    for before, now in zip(np.moveaxis(points, 1, 0)[:-1], np.moveaxis(points, 1, 0)[1:], strict=True):
        both = np.isfinite(before) & np.isfinite(now)
        later = np.where(both, now, 0.0)
        whole = later + np.where(both, before, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (later.sum(axis=1) / whole.sum(axis=1))[:, None]
            pearson = (later - whole * share) ** 2 / (whole * share * (1 - share))
        told = np.isfinite(pearson)
        apart += np.where(told, pearson, 0.0).sum(axis=1)
        freedom += np.maximum(told.sum(axis=1) - 1, 0)
    return np.maximum((apart + PRIOR_WEIGHT * PRIOR) / (freedom + PRIOR_WEIGHT), 1.0)

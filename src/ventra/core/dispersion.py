"""How much a subject's sales vary by chance: their variance is dispersion × units (quasi-Poisson), told by its own days.

By how much days of one week differ tells most of it, since a trend hardly moves them. How weeks differed from the four before
them, at earlier dates, tells whether weeks wander by more than their days account for. Both lean on what is taken of a subject
before anything is known, as far as they know little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from ventra.core.day_grid import WEEK, Bool

Float = npt.NDArray[np.float64]

WEEKS = 8
DAY_SPREAD, PRIOR_WEIGHT = 0.35, 8.0
"""Relative standard deviation of a day's demand before anything is known, and how many days that is worth."""
LATE, LEAST_LINE = 2, 4
"""Days of the last weeks are held against a line through their week, if so many are known, as a level may be moving there."""
EARLIER, BACK, PRIOR_WEEKS = 6, 4, 20.0
"""So many earlier weeks are held against the four before each; how many of them it is worth that weeks do not wander."""
NEAR, REACH = 7, 3.0
"""A day counts for no more than so many usual standard deviations, and a piece, above the median of the days so near to it."""
LEAST_DAYS, LEAST_NEAR = 5, 0.3
"""So many of those must be known, and they count as selling so much at least."""
HALF_MORE = 1.5
"""A day that sells no more than so many times the mean, and a piece, is no burst."""
MANY = 500.0
"""What sells by the hundreds a day is sold by many, and its days differ less, before anything is known."""
MOST_ALIKE = 0.5
"""The most that neighbouring days are taken to be alike (a day between two looks shares half with the next)."""
SHOWN = (0.680, 0.286)
"""Days about the mean of seven show a likeness as this much of it, and as this much more for each of what they show."""
SURE_PART = 0.5
"""How much of what the days tell of dispersion is left, what neighbours and weeks tell being less sure (`docs/trend.md`)."""
_NONE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Dispersion [n], at least 1: of `days` alone, and of `weeks`, neighbours alike and wandering included. `freedom` is how many
    independent differences the latter is worth, the prior's included.
    """

    days: Float
    weeks: Float
    freedom: Float


def spread(units: Float, worth: Float) -> Spread:
    """From `units` [n, span] and how many usual days each day is worth [n, span], 0 for one that is not used."""
    sold = np.where(worth > 0, units, 0.0)
    apart, freedom, likeness = _within_weeks(sold, worth)
    usual = sold.sum(axis=1) / np.maximum(worth.sum(axis=1), _NONE)
    prior = 1 + DAY_SPREAD**2 * usual / (1 + usual / MANY)
    whole = freedom + PRIOR_WEIGHT
    days = np.maximum((apart / (1 - 2 * likeness / WEEK) + PRIOR_WEIGHT * prior) / whole, 1.0)
    return Spread(days, days * _wandering(sold, worth, days, 1 + 2 * likeness), whole * SURE_PART)


def _within_weeks(sold: Float, worth: Float) -> tuple[Float, Float, Float]:
    """Of days about the mean of their week, over the last weeks: Pearson's statistic, its degrees of freedom, and how alike
    neighbours are, as a correlation [n].
    """
    weeks = min(WEEKS, sold.shape[1] // WEEK)
    shape = (len(sold), weeks, WEEK)
    day, each = (part[:, -weeks * WEEK :].reshape(shape) for part in (sold, worth))
    rate = day.sum(axis=2) / np.maximum(each.sum(axis=2), _NONE)
    mean = rate[:, :, None] * each
    some = mean > 0
    count = some.sum(axis=2)
    left = np.where(some, day - mean, 0.0)
    lost = np.zeros(count.shape)
    lost[:, -LATE:] = count[:, -LATE:] >= LEAST_LINE
    left[:, -LATE:] -= _line(left[:, -LATE:], each[:, -LATE:]) * lost[:, -LATE:, None]
    off = left / np.sqrt(np.where(some, mean, 1.0))
    apart = np.einsum("ijk,ijk->i", off, off)
    freedom = np.maximum(count - 1 - lost, 0).sum(axis=1)
    of_one = some[:, :, 1:] & some[:, :, :-1]
    pairs = of_one.sum(axis=(1, 2))
    own = (of_one.sum(axis=2) / np.maximum(count, 1) * (1 + lost)).sum(axis=1)
    together = np.einsum("ijk,ijk->i", off[:, :, 1:], off[:, :, :-1])
    # Days about their own mean lean away from one another even where they are unlike.
    variance = apart / np.maximum(freedom, 1)
    seen = (together + own * variance) / ((pairs + PRIOR_WEIGHT) * np.where(variance > 0, variance, 1.0))
    likeness = seen / np.maximum(SHOWN[0] + SHOWN[1] * seen, _NONE)
    return apart, freedom, np.clip(likeness, -MOST_ALIKE, MOST_ALIKE)


def _line(left: Float, each: Float) -> Float:
    """What a line through each week's days tells of what is left of them [n, weeks, 7]."""
    day = np.arange(WEEK)
    middle = np.einsum("ijk,k->ij", each, day) / np.maximum(each.sum(axis=2), _NONE)
    place = np.where(each > 0, day - middle[:, :, None], 0.0)
    slope = np.einsum("ijk,ijk->ij", left, place) / np.maximum(
        np.einsum("ijk,ijk,ijk->ij", each, place, place), _NONE
    )
    return np.asarray(slope[:, :, None] * place * each, np.float64)


def _wandering(sold: Float, worth: Float, dispersion: Float, alike: Float) -> Float:
    """How many times the variance of weeks is what that of their days makes it [n], at least 1.

    The last two weeks are not asked, so that what rises now does not pass for wandering.
    """
    weeks = sold.shape[1] // WEEK
    by_week = [part[:, -weeks * WEEK :].reshape(len(sold), weeks, WEEK).sum(axis=2) for part in (sold, worth)]
    apart, squares, count = (np.zeros(len(sold)) for _ in range(3))
    for week in range(max(weeks - 2 - EARLIER, BACK), weeks - 2):
        now, now_worth = (part[:, week] for part in by_week)
        before, before_worth = (part[:, week - BACK : week].sum(axis=1) for part in by_week)
        both = now + before
        share = now_worth / np.maximum(now_worth + before_worth, _NONE)
        variance = both * share * (1 - share) * dispersion
        known = variance > 0
        off = np.where(known, (now - both * share) / np.sqrt(np.where(known, variance, 1.0)), 0.0)
        apart, squares, count = apart + off, squares + off**2, count + known
    # About their own mean: what grows or falls all the time does not wander.
    told = np.maximum(count - 1, 0)
    wandering = squares - apart**2 / np.maximum(count, 1)
    return np.maximum((wandering + PRIOR_WEEKS * alike) / (told + PRIOR_WEEKS), 1.0)


def without_bursts(units: Float, used: Bool) -> Float:
    """Units [n, span] of which no used day is far above the median of the used days around it (Hampel's filter, from above).

    What is little more than the mean of all is no burst.
    """
    mean = np.where(used, units, 0.0).sum(axis=1) / np.maximum(used.sum(axis=1), 1)
    row, column = np.nonzero(used & (units > HALF_MORE * mean[:, None] + 1))
    around = np.pad(np.where(used, units, np.inf), ((0, 0), (NEAR, NEAR)), constant_values=np.inf)
    ordered = np.sort(sliding_window_view(around, 2 * NEAR + 1, axis=1)[row, column], axis=1)
    count = np.isfinite(ordered).sum(axis=1)
    each = np.arange(len(row))
    near = (ordered[each, (count - 1) // 2] + ordered[each, np.minimum(count // 2, count - 1)]) / 2
    most = near + REACH * np.sqrt(np.maximum(near, LEAST_NEAR) + (DAY_SPREAD * near) ** 2) + 1
    cut = units.copy()
    cut[row, column] = np.where(count >= LEAST_DAYS, np.minimum(units[row, column], most), units[row, column])
    return cut

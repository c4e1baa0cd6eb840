"""What rises in a whole market: false discoveries are held to a rate, and what is found is ranked by what is sure of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day_grid import MOST_OUT, Marks, told
from ventra.core.dispersion import DAY_SPREAD
from ventra.core.estimate import Z80
from ventra.core.tails import student_quantile
from ventra.core.windows import DayValues

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

RATE, HALF = 0.10, 0.5
NEWCOMER_DAYS, LEAST_NEW_DAYS = 30, 3
NEW_PRIOR = 3.0
"""How many days it is worth what is taken of a newcomer before anything is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Rising:
    """Of each subject [n] whether it rises, the rate of false discoveries at which it would (NaN untested), and its rank.

    Rank 1 has the highest lower bound, equal ones share a rank; 0 for what does not rise.
    """

    rises: Bool
    q_value: Float
    rank: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Newcomers:
    """Of each subject [n] whether it is new, units a day since it was first seen with their 80 % interval (NaN unknown), and by
    how many observed days. They are ranked by `low`.
    """

    new: Bool
    velocity: Float
    low: Float
    high: Float
    days: Int64


def rising(
    p_value: Float, least_growth: Float, size: Float, *, rate: float = RATE, least_size: float
) -> Rising:
    """What rises, of all that is at least `least_size` and has a p-value (Benjamini and Hochberg, 1995).

    Of those that do not rise half have a p-value above a half; so many there are tells how many do not rise at most, and only by
    these is a rate of false discoveries reckoned (Storey, Taylor and Siegmund, 2004).
    `size` must say nothing of growth (`Trends.size` does not), else what happened to sell well lately would be tested more often.
    """
    with np.errstate(invalid="ignore"):
        tested = np.flatnonzero(np.isfinite(p_value) & (size >= least_size))
    q_value = np.full(len(p_value), np.nan)
    order = tested[np.argsort(p_value[tested], kind="stable")]
    steady = np.minimum((1 + (p_value[order] > HALF).sum()) / (1 - HALF), len(order))
    stepped = p_value[order] * steady / np.arange(1, len(order) + 1)
    q_value[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    rises = np.nan_to_num(q_value, nan=np.inf) <= rate
    return Rising(rises, q_value, ranks(np.where(rises, least_growth, np.nan)))


def newcomers(
    days: DayValues,
    first_seen: Int64,
    *,
    subjects: int,
    last_day: int,
    out: Marks | None = None,
) -> Newcomers:
    """What was first seen (day numbers [subjects]) within the 30 days that end with `last_day`, by its sales since then.

    The day on which it was first seen is not whole and does not count, nor do filled-in days, nor those of which `out` [subjects,
    days that end with `last_day`] says that the shelf was empty; fewer than three days tell nothing. Bounds are those of a rate
    whose pieces come by chance (Poisson's, spread as far as the days differ) and of what is not known of each day.
    """
    age = last_day - first_seen
    new = (age >= 0) & (age < NEWCOMER_DAYS)
    counts = (days.day > first_seen[days.subject]) & (days.day <= last_day) & np.isfinite(days.point)
    rows = np.flatnonzero(new[days.subject] & counts & told(days) & ~_empty(days, out, last_day))
    subject, units = days.subject[rows], days.point[rows]
    count = np.bincount(subject, minlength=subjects)
    some = np.maximum(count, 1)
    rate = np.bincount(subject, units, subjects) / some
    apart = np.bincount(subject, (units - rate[subject]) ** 2, subjects)
    own = np.maximum(days.high - days.low, 0.0)[rows] / (2 * Z80)
    unsure = np.bincount(subject, np.nan_to_num(own) ** 2, subjects) / some
    freedom = np.maximum(count - 1, 0) + NEW_PRIOR
    prior = NEW_PRIOR * (rate + (DAY_SPREAD * rate) ** 2)
    variance = np.maximum((apart + prior) / freedom, rate) + unsure
    dispersion = np.where(rate > 0, variance / np.where(rate > 0, rate, 1.0), 1.0)
    z = student_quantile(Z80, freedom)
    half = dispersion * z**2 / 2
    reach = np.sqrt(dispersion * rate * some * z**2 + half**2)
    known = new & (count >= LEAST_NEW_DAYS)
    low = np.where(known, np.maximum((rate * some + half - reach) / some, 0.0), np.nan)
    high = np.where(known, (rate * some + half + reach) / some, np.nan)
    return Newcomers(new, np.where(known, rate, np.nan), low, high, np.where(new, count, 0))


def _empty(days: DayValues, out: Marks | None, last_day: int) -> Bool:
    """Which days met an empty shelf."""
    if out is None:
        return np.zeros(len(days.day), bool)
    place = days.day - (last_day - out.shape[1] + 1)
    inside = (place >= 0) & (place < out.shape[1])
    share = out[days.subject, np.where(inside, place, 0)].astype(np.float64)
    return np.asarray(inside & (share > MOST_OUT), np.bool_)


def ranks(values: Float) -> Int64:
    """1 for the highest, equal ones alike and those after them as far down as many are higher; 0 for NaN [n]."""
    known = np.flatnonzero(np.isfinite(values))
    ascending = np.sort(values[known])
    rank = np.zeros(len(values), np.int64)
    rank[known] = len(known) - np.searchsorted(ascending, values[known], side="right") + 1
    return rank

"""Trend: how much sells now, whether that grows, since when, and how sure it is (`docs/trend.md`).

Each subject is judged by its own days alone, so that one product on a page and the whole market at night have the same
numbers. Days nobody looked at and days on which the shelf was empty are no days of small demand: they are left out of what is
compared, on both sides, and those of the empty shelf are counted. Days under a promotion are left out as well, but for the two
growths, which say what was sold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.change_points import last_shift
from ventra.core.columns import Int64
from ventra.core.day_grid import Bool, DayGrid, Marks, day_grid
from ventra.core.dispersion import spread, without_bursts
from ventra.core.growing import FRAME, LEAST_BEFORE, WINDOWS, Grown, grown
from ventra.core.growth import compared, growth
from ventra.core.levels import acceleration, level
from ventra.core.weekdays import weekday_factors
from ventra.core.windows import DayValues

Float = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]

SPAN = 90
NO_VERDICT, RISES, FALLS, STEADY, CENSORED = 0, 1, 2, 3, 4
VERDICTS = ("no_verdict", "rises", "falls", "steady", "censored")
"""Words for the codes of `Trends.verdict`."""
SURE = 0.10
"""It rises or falls where chance does so much less often than this."""
STEADY_WITHIN = (-0.2, 0.25)
"""It is steady where neither, and where growth can be neither less nor more than this."""
RECENT = 14
MOVES = 0.03
"""Where it is surer than this that the level moves, what sold before the last two weeks says nothing of it any more."""
PLAIN = 1.5
"""What came before a shift is left out of what is compared only where that is so many times as far beyond chance."""
LEAST_SPAN = 28


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """One value for each subject [n]; NaN where it cannot be known, intervals of 80 %, growth 0.25 for a quarter more.

    `level` is units on a usual day now, weekdays evened out; `size` units a day over all days compared, which knows nothing of
    growth. `growth_7` and `growth_28` are the last 7 (28) closed days against the 7 (28) before, `…_days` how many days of each
    are compared. `p_value` is how likely so much growth is by chance where there is none; `least_growth` is the growth that is
    there with 90 % confidence; `acceleration` is by how much the last 14 days' growth factor differs from that of the 14 before.
    `change_day` is the day number at which the level last shifted, -1 for none, and `change_factor` by how much (2 is twice).
    `weekday` [n, 7], Monday first, says how many times a usual day sells. `censored` counts days left out for an empty shelf: of
    all but the two growths, which say what was sold, as everywhere.
    """

    level: Float
    level_low: Float
    level_high: Float
    size: Float
    growth_7: Float
    growth_7_low: Float
    growth_7_high: Float
    growth_7_days: Int64
    growth_28: Float
    growth_28_low: Float
    growth_28_high: Float
    growth_28_days: Int64
    p_value: Float
    least_growth: Float
    acceleration: Float
    acceleration_low: Float
    acceleration_high: Float
    change_day: Int64
    change_factor: Float
    change_factor_low: Float
    change_factor_high: Float
    weekday: Float
    weekday_low: Float
    weekday_high: Float
    censored: Int64
    verdict: Int8


def trends(
    days: DayValues,
    *,
    subjects: int,
    last_day: int,
    out: Marks | None = None,
    off: Marks | None = None,
    span: int = SPAN,
) -> Trends:
    """Trends of subjects 0..n-1 by the `span` days that end with `last_day` (a day number).

    `out` [subjects, span] is the share of a day on which the shelf was empty, `off` whether a price well below the usual was in
    force; the last column of both is `last_day`. `ValueError` where they have another shape, or for fewer than 28 days.
    """
    if span < LEAST_SPAN:
        raise ValueError(f"a trend takes at least {LEAST_SPAN} days, and not {span}")
    grid = day_grid(days, subjects=subjects, last_day=last_day, out=out, off=off, span=span)
    units = without_bursts(grid.units, grid.used)
    alike = spread(units, grid.used.astype(np.float64))
    by_weekday = weekday_factors(units, grid.used, grid.weekday, alike.days)
    worth = np.where(grid.used, by_weekday.factor[:, grid.weekday], 0.0)
    chance = spread(units, worth)
    shift = last_shift(units, worth, chance.days)
    frame = _of_one_piece(units, worth, PLAIN * chance.weeks)
    found = grown(units, worth, chance, frame)
    week, weeks = (compared(days, subjects=subjects, last_day=last_day, length=length) for length in (7, 28))
    by_week, by_weeks = (
        growth(one.now, one.before, one.now_error, one.before_error) for one in (week, weeks)
    )
    verdict = _verdict(found, grid)
    moves = np.fmin(found.p_rise, found.p_fall) <= MOVES
    since = np.maximum(shift.place, np.where(moves, span - RECENT, 0))
    now = level(units, worth, chance.weeks, since)
    faster = acceleration(units, worth, chance.weeks)
    return Trends(
        level=now[0], level_low=now[1], level_high=now[2],
        size=_size(units, np.where(frame, worth, 0.0)),
        growth_7=by_week.point, growth_7_low=by_week.low, growth_7_high=by_week.high, growth_7_days=week.days,
        growth_28=by_weeks.point, growth_28_low=by_weeks.low, growth_28_high=by_weeks.high,
        growth_28_days=weeks.days,
        p_value=found.p_rise,
        least_growth=found.least,
        acceleration=faster[0], acceleration_low=faster[1], acceleration_high=faster[2],
        change_day=np.where(shift.place >= 0, shift.place + last_day - span + 1, -1),
        change_factor=shift.factor, change_factor_low=shift.low, change_factor_high=shift.high,
        weekday=by_weekday.factor, weekday_low=by_weekday.low, weekday_high=by_weekday.high,
        censored=grid.censored.sum(axis=1),
        verdict=verdict,
    )  # fmt: skip


def _of_one_piece(units: Float, worth: Float, dispersion: Float) -> Bool:
    """The days that are compared [n, span]: the last two weeks, and of those before them what follows the last plain shift."""
    span = units.shape[1]
    first, last = max(span - FRAME, 0), max(span - RECENT, 0)
    shift = last_shift(units[:, first:last], worth[:, first:last], dispersion).place[:, None] + first
    column = np.arange(span)
    frame = np.broadcast_to(column >= first, units.shape)
    since = frame & (column >= shift)
    enough = (since & (worth > 0))[:, :-RECENT].sum(axis=1, keepdims=True) >= LEAST_BEFORE
    return np.where(enough, since, frame)


def _size(units: Float, worth: Float) -> Float:
    """Units a usual day over the days compared [n]."""
    days = worth.sum(axis=1)
    sold = np.where(worth > 0, units, 0.0).sum(axis=1)
    return np.where(days > 0, sold / np.where(days > 0, days, 1.0), np.nan)


def _verdict(found: Grown, grid: DayGrid) -> Int8:
    steady = (found.least >= STEADY_WITHIN[0]) & (found.most <= STEADY_WITHIN[1])
    verdict = np.where(steady, STEADY, NO_VERDICT)
    verdict = np.where(found.p_fall <= SURE, FALLS, verdict)
    verdict = np.where(found.p_rise <= SURE, RISES, verdict)
    there = (grid.used | grid.censored)[:, -FRAME:]
    enough = np.zeros(len(there), bool)
    for length, least in WINDOWS:
        enough |= (there[:, -length:].sum(axis=1) >= least) & (there[:, :-length].sum(axis=1) >= LEAST_BEFORE)
    empty = np.isnan(found.p_rise) & enough & grid.censored.any(axis=1)
    return np.where(empty, CENSORED, verdict).astype(np.int8)

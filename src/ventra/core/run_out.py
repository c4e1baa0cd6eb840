"""When stock runs out: the chance for each day ahead, and dates it is likely to fall between (`product.md`, "stock days left").

What was asked for up to the end of day h only grows with h, so that stock S is gone by then exactly when that is S or more: the
chance is that of a negative binomial law (`core/count_law.py`) with the mean and variance of demand up to then
(`core/demand_ahead.py`). Nothing that may arrive is counted. Where stock is not known exactly the chance is the mean over its own
law, a normal one cut at 0 with what its interval says on either side, at three points (Gauss and Hermite's rule).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.count_law import at_least
from ventra.core.demand_ahead import DemandAhead
from ventra.core.estimate import Z80
from ventra.core.growth import WEEK

Float = npt.NDArray[np.float64]

LEVELS = (0.1, 0.5, 0.9)
NODES = ((-np.sqrt(3), 1 / 6), (0.0, 2 / 3), (np.sqrt(3), 1 / 6))


@dataclass(frozen=True, slots=True, eq=False)
class StockNow:
    """Pieces at hand [n] with their 80 % interval; NaN unknown. Read off the shelf, all three are the same."""

    point: Float
    low: Float
    high: Float


@dataclass(frozen=True, slots=True, eq=False)
class RunOut:
    """`gone` [n, H]: the chance that all is sold by the end of day 1..H. NaN where stock or demand is not known.

    `early`, `middle`, `late` [n] are the days by which it is gone with chance 10, 50 and 90 %: 0 is now, 1 the first day ahead,
    infinite beyond H. `days`, `days_low`, `days_high` [n] are stock days left: how long the stock lasts if just what is forecast
    is sold, and the 80 % interval of when it is gone, in days and parts of days, infinite beyond H.
    """

    gone: Float
    early: Float
    middle: Float
    late: Float
    days: Float
    days_low: Float
    days_high: Float


def run_out(stock: StockNow, ahead: DemandAhead) -> RunOut:
    """When each row's stock is gone."""
    total, variance = ahead.by_day()
    gone = _gone(stock, total, variance)
    gone_now = _gone(stock, np.zeros((len(total), 1)), np.zeros((len(total), 1)))
    curve = np.hstack((np.where(np.isnan(gone[:, :1]), np.nan, gone_now), gone))
    low, _, high = (reached(curve, level) for level in LEVELS)
    early, middle, late = (first_day(curve, level) for level in LEVELS)
    days = reached(np.hstack((np.zeros((len(total), 1)), total)), stock.point)
    return RunOut(gone, early, middle, late, days, np.minimum(low, days), np.maximum(high, days))


def days_left(found: RunOut, stock: StockNow, ahead: DemandAhead) -> Float:
    """Stock days left [n] also beyond what is forecast, where they are stock over the mean of its days; infinite if that is 0."""
    a_day = ahead.mean.mean(axis=1)
    with np.errstate(invalid="ignore"):
        beyond = np.where(a_day > 0, stock.point / np.where(a_day > 0, a_day, 1.0), np.inf)
    return np.where(np.isinf(found.days), beyond, found.days)


def by_pace(stock: Float, units: Float, *, days: int = WEEK) -> Float:
    """Stock days left [n] where nothing is forecast: at the pace at which `units` were sold in so many days; infinite at none.

    The most units make the fewest days.
    """
    a_day = units / days
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isnan(a_day), np.nan, np.where(a_day > 0, stock / a_day, np.inf))


def first_day(curve: Float, level: Float | float) -> Float:
    """The first of days 0..H at whose end curves [n, H + 1] that only rise have come to a level [n]; infinite where none has.

    NaN where curve or level is not known.
    """
    wanted = np.broadcast_to(np.asarray(level, np.float64), (len(curve),))
    hit = curve >= wanted[:, None]
    never = ~hit.any(axis=1)
    unknown = np.isnan(curve[:, 0]) | np.isnan(wanted) | (never & np.isnan(curve).any(axis=1))
    return np.where(unknown, np.nan, np.where(never, np.inf, hit.argmax(axis=1)))


def reached(curve: Float, level: Float | float) -> Float:
    """As `first_day`, in days and parts of days, as if the curve rose evenly over a day."""
    day = first_day(curve, level)
    row, last = np.arange(len(curve)), np.where(np.isfinite(day), day, 0.0).astype(np.int64)
    before = np.maximum(last - 1, 0)
    rise = curve[row, last] - curve[row, before]
    part = (level - curve[row, before]) / np.where(rise > 0, rise, 1.0)
    at = before + np.clip(part, 0.0, 1.0)
    return np.where(np.isfinite(day) & (day > 0), at, day)


def _gone(stock: StockNow, total: Float, variance: Float) -> Float:
    """The chance [n, H] that demand is at least the stock."""
    found = at_least(stock.point[:, None], total, variance)
    unsure = np.flatnonzero(stock.high > stock.low)
    if len(unsure) == 0:
        return found
    point, low, high = (part[unsure] for part in (stock.point, stock.low, stock.high))
    parts = np.zeros((len(unsure), total.shape[1]))
    for place, weight in NODES:
        side = (point - low) if place < 0 else (high - point)
        held = np.maximum(point + place * side / Z80, 0.0)
        parts += weight * at_least(held[:, None], total[unsure], variance[unsure])
    found[unsure] = parts
    return found

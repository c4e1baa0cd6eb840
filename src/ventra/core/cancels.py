"""Counters that fall when an order is cancelled: what was ordered is what they rose by, and what was cancelled meanwhile.

Where a counter fell now and then in the days before, by little, or is known to fall on them, orders are cancelled at an even
rate in time; how often they hide in a rise is told by how seldom they show. With Poisson orders and cancellations (their
difference is Skellam's law), the cancellations behind a rise have a mean that Amos (1974) bounds by a square root. Where more
left stock than the counter rose by, that many are seen; what is reckoned for other steps is less by as much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, ORDERS, Seen
from ventra.core.counter import CounterSays
from ventra.core.counters import FALLS, KEEPS
from ventra.core.day import US_PER_DAY
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.stock import Bool, StockSays
from ventra.core.variants import SkuPairs

RATES = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
"""Orders a day for which it is reckoned how long falls could show."""
SHAPE = 5.0
"""Shape of the gamma law by which a product's orders are quicker or slower than usual."""
TWICE = 2
"""Falls from which on orders are taken to be cancelled, for one may be a correction; one beside as many pieces that come back
counts twice.
"""
MOST_AT_ONCE = 3
"""Orders by which a counter falls beyond which it was corrected."""
SHARE, SEEN = 0.08, 2.0
"""The part of orders that is cancelled where a counter falls on it, and how many falls that is worth."""


@dataclass(frozen=True, slots=True, eq=False)
class Cancels:
    """By step [m]: whether the counter falls on cancelled orders there, what was ordered, the variance of that."""

    is_so: Bool
    ordered: Float
    error: Float


def cancels(seen: Seen, grid: Grid, counter: CounterSays, stock: StockSays, pairs: SkuPairs) -> Cancels:
    """Look back over the steps at whose both ends the counter is shown and not rounded."""
    orders = seen.products.state[:, ORDERS]
    before, after = orders[grid.first], orders[grid.first + 1]
    rise = np.where((before != MISSING) & (after != MISSING), after - before, 0).astype(np.float64)
    plain = (before != MISSING) & (after != MISSING) & (rise >= -MOST_AT_ONCE) & (grid.on_cancel != KEEPS)
    days = (grid.end - grid.begin) / US_PER_DAY
    net, mass, fell, times = grid.week.sums(
        [
            np.where(plain, np.maximum(rise, 0), 0.0),
            np.where(plain, grid.mass, 0.0),
            np.where(plain, np.maximum(-rise, 0), 0.0),
            np.where(plain & (rise < 0), 1.0 + _back(pairs, rise), 0.0),
        ],
    )
    a_day = np.maximum(net - fell, 0.0) / np.maximum(mass, 1e-9) / (1 - SHARE)
    bought = a_day * grid.mass
    shows = [np.where(plain, days * (1 + one * grid.mass / SHAPE) ** -SHAPE, 0.0) for one in RATES]
    exposed = _between(np.column_stack(grid.week.sums(shows)), a_day)
    cancelled_a_day = (fell + SEEN) / (exposed + SEEN / np.maximum(SHARE * a_day, 1e-9))
    told = (times >= TWICE) | (grid.on_cancel == FALLS)
    is_so = plain & (~counter.known | counter.exact) & told & (a_day > 0)
    both = np.where(is_so, bought * cancelled_a_day * days, 0.0)
    hidden = 2 * both / (np.abs(rise) + 1 + np.sqrt((np.abs(rise) + 1) ** 2 + 4 * both))
    rose = np.maximum(rise, 0.0)
    shown = np.where(is_so, np.clip(stock.gone - rose, 0.0, MOST_AT_ONCE), 0.0)
    all_hidden, all_shown = grid.week.sums([hidden, shown])
    hidden *= np.maximum(1 - all_shown / np.maximum(all_hidden, 1e-9), 0.0)
    return Cancels(is_so, rose + shown + hidden, hidden + (0.5 * hidden) ** 2)


def _back(pairs: SkuPairs, rise: Float) -> Bool:
    """Whether as many pieces came to a step's stock as its counter fell by."""
    came = np.bincount(pairs.step, np.where(pairs.direct, np.maximum(-pairs.fall, 0.0), 0.0), len(rise))
    return np.asarray((rise < 0) & (came == -rise))


def _between(exposed: Float, a_day: Float) -> Float:
    """`exposed` [m, rates] at rates in between, on the scale of their logarithms."""
    place = np.interp(np.log(np.maximum(a_day, 1e-9)), np.log(RATES), np.arange(len(RATES)))
    low = np.minimum(place.astype(np.int64), len(RATES) - 2)
    row, part = np.arange(len(a_day)), place - low
    return np.asarray((1 - part) * exposed[row, low] + part * exposed[row, low + 1])

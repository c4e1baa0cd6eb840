"""What reviews tell where nothing else does: more people wrote in a week than pieces were seen to leave.

A marketplace may show a limit for each buyer as stock, and the counter of a fast seller in whole thousands: neither then moves
for days. But whoever writes has bought, and how many buy for one who writes is told by all the orders and all the reviews there
ever were.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ventra.core.columns import MISSING, ORDERS, REVIEWS, Columns, run_starts
from ventra.core.counter import CounterSays
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.stock import Bool, StockSays

LEAST_REVIEWS, LEAST_EVER = 5, 20
"""Reviews of a week, and of all time, from which on they are asked."""
HIDDEN = 0.5
"""Pieces that left for each review below which stock hides what is sold."""
EACH_LEAST, EACH_MOST = 2.0, 50.0
"""Orders for each review, whatever the totals say."""
ERROR = 0.5
"""Relative standard error of orders for each review: it differs between products and with time."""


def with_reviews(p: Columns, grid: Grid, stock: StockSays, counter: CounterSays) -> tuple[StockSays, Bool]:
    """What stock says, with what reviews say in the steps [m] where stock hides what is sold; and which steps those are."""
    new = _rise(p, grid)
    written, left, mass = grid.week.sums([new, stock.left, grid.mass])
    each = _orders_each(p, grid)
    hidden = (written >= LEAST_REVIEWS) & (left < HIDDEN * written) & np.isfinite(each) & ~counter.exact
    if not hidden.any():
        return stock, hidden
    units = np.where(hidden, np.nan_to_num(each) * written / np.maximum(mass, 1e-9) * grid.mass, 0.0)
    hidden &= units > stock.units
    error = (ERROR * units) ** 2 + units
    return (
        replace(
            stock,
            units=np.where(hidden, units, stock.units),
            error=np.where(hidden, error, stock.error),
            known=stock.known | hidden,
            clean=stock.clean & ~hidden,
            cover=np.where(hidden, 1.0, stock.cover),
        ),
        hidden,
    )


def _rise(p: Columns, grid: Grid) -> Float:
    """Reviews that came between the looks of each step; 0 where a look shows none."""
    before, after = (p.state[grid.first + one, REVIEWS] for one in (0, 1))
    known = (before != MISSING) & (after != MISSING)
    return np.where(known, np.maximum(after - before, 0), 0).astype(np.float64)


def _orders_each(p: Columns, grid: Grid) -> Float:
    """Orders for each review by the last look at or before each step's end that shows both; NaN where there was none."""
    orders, reviews = p.state[:, ORDERS], p.state[:, REVIEWS]
    told = (orders != MISSING) & (reviews != MISSING) & (reviews >= LEAST_EVER)
    place = np.maximum.accumulate(np.where(told, np.arange(len(p)), -1))
    product = np.cumsum(run_starts(p.key[:, 0]))
    at = place[grid.first + 1]
    mine = (at >= 0) & (product[np.maximum(at, 0)] == product[grid.first])
    row = np.maximum(at, 0)
    each = np.clip(orders[row] / np.maximum(reviews[row], 1), EACH_LEAST, EACH_MOST)
    return np.where(mine, each, np.nan)

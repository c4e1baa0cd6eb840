"""Orders of several units: where stock falls by more than the counter rises, again and again and by little, units are what left.

Learned from the days before each step. Pieces that vanish now and then, or a counter that counts units, do not look like it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.counter import CounterSays
from ventra.core.day import US_PER_DAY
from ventra.core.falls import MOST_UNITS
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.stock import Bool, StockSays
from ventra.core.trailing import days_before

KNOWN_US = 14 * US_PER_DAY
"""How far back orders are looked at: slow sellers have few."""
LEAST_ORDERS = 1
SINGLE = 0.65
"""The part of orders that are of one unit where orders are of several."""
ODD = 0.1
"""How often stock falls by more than was ordered for other reasons, a step."""
FEW = 0.3
"""How many such falls are taken to have been seen where nothing was."""
SURE = 2.7
"""Log-likelihood by which orders of several units must be the better explanation."""
SELDOM, OFTEN = 0.1, 0.6
UNDER = 1.5
"""Log-likelihood against orders of several units when stock falls by less than was ordered."""


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """By step [m]: whether orders are of several units there, the units then, whether stock saw just them, the variance else."""

    is_so: Bool
    units: Float
    exact: Bool
    error: Float
    each: Float


def several(grid: Grid, stock: StockSays, counter: CounterSays) -> Several:
    """Look back over steps in which counter and stock both saw everything."""
    rise = np.maximum(counter.rise, 0).astype(np.float64)
    whole = counter.known & counter.direct & stock.plain
    both, none = whole & (rise > 0), whole & (rise == 0)
    over, stray = both & (stock.left > rise), none & (stock.left > 0)
    alone = np.minimum(rise, 50.0) * np.log(SINGLE)
    more = np.where(over, np.log1p(-np.exp(np.minimum(alone, -1e-3))), 0.0)
    same = np.where(both & ~over, -alone, 0.0)
    little = over & (stock.left <= MOST_UNITS * rise)
    under = both & (stock.left < rise)
    counts = [part.astype(np.float64) for part in (both, over, little, under, none, stray)]
    orders_and_units = [np.where(both, rise, 0.0), np.where(little | (both & ~over), stock.left, 0.0)]
    filled = (stock.known & ~stock.plain).astype(np.float64)
    every = np.ones(len(grid))
    told = days_before(grid.owner, grid.end, KNOWN_US).sums(
        [*counts, *orders_and_units, -more, same, filled, every]
    )
    steps, overs, littles, unders, nones, strays, orders, units, less, same, fills, looks = told
    odd = np.minimum((strays + FEW) / (nones + steps + FEW / ODD), 0.5)
    likelier = -less - same - overs * np.log(odd) - (steps - overs) * np.log1p(-odd) - UNDER * unders
    each = units / np.maximum(orders, 1.0)
    is_so = (
        (orders >= LEAST_ORDERS)
        & (likelier > SURE)
        & (littles >= (1 - SELDOM) * overs)
        & (fills <= OFTEN * looks)
    )
    exact = both & stock.clean & (stock.units >= rise) & (stock.units <= MOST_UNITS * rise) | (rise == 0)
    likely = np.where(exact, stock.units, rise * each)
    return Several(
        is_so,
        np.where(rise == 0, 0.0, likely),
        exact,
        np.where(exact, 0.0, rise * each),
        np.where(is_so, each, 1.0),
    )

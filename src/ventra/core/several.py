"""Orders of several units: where stock falls by more than the counter rises, again and again and by little, units are what left.

Learned from the days before each step. Pieces that vanish now and then, or a counter that counts units, do not look like it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.counter import CounterSays
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.stock import Bool, StockSays
from ventra.core.trailing import trailing

LEAST_ORDERS = 8
SINGLE = 0.65
"""The part of orders that are of one unit where orders are of several."""
ODD = 0.1
"""How often stock falls by more than was ordered for other reasons, a step."""
STRAY = 0.01
"""How often stock falls though nothing was ordered, a step, where orders are of several."""
SURE = 3.0
"""Log-likelihood by which orders of several units must be the better explanation."""
SELDOM, OFTEN = 0.1, 0.3
MOST_UNITS = 6
"""Units of one order beyond which a fall is no sale."""


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """By step [m]: whether orders are of several units there, the units then, whether stock saw just them, the variance else."""

    is_so: Bool
    units: Float
    exact: Bool
    error: Float


def several(grid: Grid, stock: StockSays, counter: CounterSays) -> Several:
    """Look back over steps in which counter and stock both saw everything."""
    rise = np.maximum(counter.rise, 0).astype(np.float64)
    whole = counter.exact & stock.clean
    both, none = whole & (rise > 0), whole & (rise == 0)
    over = both & (stock.units > rise)
    alone = np.minimum(rise, 50.0) * np.log(SINGLE)
    speaks = np.where(
        over, np.log1p(-np.exp(np.minimum(alone, -1e-3))) - np.log(ODD), alone - np.log(1 - ODD)
    )
    speaks = np.where(both, speaks, np.where(none & (stock.units > 0), np.log(STRAY / ODD), 0.0))
    little = over & (stock.units <= MOST_UNITS * rise)
    under = both & (stock.units < rise)
    counts = [part.astype(np.float64) for part in (both, over, little, under)]
    orders_and_units = [np.where(both, rise, 0.0), np.where(little | (both & ~over), stock.units, 0.0)]
    filled = (stock.known & ~stock.clean).astype(np.float64)
    every = np.ones(len(grid))
    told = trailing(grid.owner, grid.end, [*counts, *orders_and_units, speaks, filled, every])
    steps, overs, littles, unders, orders, units, likelier, fills, looks = told
    each = units / np.maximum(orders, 1.0)
    is_so = (
        (orders >= LEAST_ORDERS)
        & (likelier > SURE)
        & (unders <= SELDOM * steps)
        & (littles >= (1 - SELDOM) * overs)
        & (fills <= OFTEN * looks)
    )
    exact = both & (stock.units >= rise) & (stock.units <= MOST_UNITS * rise) | (rise == 0)
    likely = np.where(exact, stock.units, rise * each)
    return Several(is_so, np.where(rise == 0, 0.0, likely), exact, np.where(exact, 0.0, rise * each))

"""What the order counter says: how far it rose between two looks that show it, and by how much that may be wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, ORDERS, Columns, Int64, run_starts
from ventra.core.day import day_number_of
from ventra.core.falls import MOST_UNITS
from ventra.core.grid import REACH_US, Grid
from ventra.core.profile import Float
from ventra.core.stock import FEW, Bool, StockSays
from ventra.core.trailing import days_before

MOST_NOUGHTS = 6
MOST_RISE = 10**6
"""Orders between two looks beyond which a rise is no sale: the counter was set, or shown wrongly."""
STILL = 2.0
"""Log-likelihood of being rounded that stock adds by falling while the counter stands still, and just as sales let it fall."""
SURE = 1.8
"""Log-likelihood from which on a counter is taken to be rounded."""
TOO_MANY = 4.0
"""Log-likelihood against being rounded where more left the stock than a rounded counter can have counted."""
BEYOND = 1.2
"""By how much more must have left than a rounded counter can have counted for its orders to be of several units."""


@dataclass(frozen=True, slots=True, eq=False)
class CounterSays:
    """By step [m]: the rise over its segment, the bounds of what was ordered, whether the counter speaks at all.

    A segment is the steps between two neighbouring looks that show the counter; `segment` numbers them, `direct` is one step.
    Where the true counter may stand: `shown` and `most_shown` at the step's end (infinite where that is not told), `start` at its
    segment's beginning and `spare` by how much it may be above that.
    """

    segment: Int64
    rise: Int64
    least: Int64
    most: Int64
    known: Bool
    direct: Bool
    shown: Float
    most_shown: Float
    start: Float
    spare: Float

    @property
    def exact(self) -> Bool:
        """Whether one step's orders are known to the piece."""
        said: Bool = self.known & self.direct & (self.least == self.most)
        return said


def counter_says(p: Columns, grid: Grid, stock: StockSays) -> CounterSays:
    """Read the counter, beside what stock says: it may fall while a rounded counter stands still, and seldom by just its rise."""
    a, b = _ends(p, grid)
    known = a >= 0
    orders = p.state[:, ORDERS]
    rise = np.where(known, orders[b] - orders[a], -1)
    direct = b == a + 1
    known &= (rise >= 0) & (rise <= MOST_RISE) & ~(direct & _on_its_way_back(p, grid.first))
    segment = np.cumsum(run_starts(np.where(known, a, -1 - grid.first))) - 1
    less, more, ends, beyond = _slack(p, a, b, stock, rise)
    here = (b == grid.first + 1) & known
    shown = np.where(here, orders[b], -np.inf)
    most_shown = np.where(here & ~beyond, orders[b] + 10.0 ** ends[b] - 1, np.inf)
    start = np.where(known, orders[a], -np.inf)
    spare = np.where(known, 10.0 ** ends[a] - 1, 0.0)
    return CounterSays(
        segment, rise, np.maximum(rise - less, 0), rise + more, known, direct, shown, most_shown, start, spare
    )


def _ends(p: Columns, grid: Grid) -> tuple[Int64, Int64]:
    """For each step the last look at or before it and the first at or after it that show the counter; -1 where too far apart."""
    n, first = len(p), grid.first
    known, at = p.state[:, ORDERS] != MISSING, np.arange(n)
    product = np.cumsum(run_starts(p.key[:, 0]))
    a = np.maximum.accumulate(np.where(known, at, -1))[first]
    b = np.minimum.accumulate(np.where(known, at, n)[::-1])[::-1][first + 1]
    start, end = np.maximum(a, 0), np.minimum(b, n - 1)
    good = (a >= 0) & (b < n) & (product[start] == product[first]) & (product[end] == product[first])
    good &= (b == a + 1) | (p.at[end] - p.at[start] <= REACH_US)
    return np.where(good, a, -1), np.where(good, b, -1)


def _slack(p: Columns, a: Int64, b: Int64, stock: StockSays, rise: Int64) -> tuple[Int64, Int64, Int64, Bool]:
    """How many less and how many more than the rise were ordered at most, as the counter is shown rounded down: 0 if it is not.

    Asked are the values of the days before: all end in noughts. For an exact counter each move to such a value is a chance of
    one in ten, stock seldom falls while it stands still, and mostly falls by its rise; and no rounded one stands still over a
    fall of more than it cuts off. What is cut off is less than the noughts that a value ends in.
    """
    orders = p.state[:, ORDERS]
    shown = orders != MISSING
    product = np.cumsum(run_starts(p.key[:, 0])) - 1
    ends = np.zeros(len(p), np.int64)
    for power in range(1, MOST_NOUGHTS + 1):
        ends += orders % 10**power == 0
    rough = [np.where(shown & (ends < power), 1.0, 0.0) for power in range(1, MOST_NOUGHTS + 1)]
    week = days_before(product, p.at)
    noughts = np.sum([others == 0 for others in week.sums(rough)], axis=0)
    direct = b == a + 1
    by_step = (
        rise > 0,
        direct & (rise == 0) & stock.plain & (stock.left > 0) & (stock.left <= FEW),
        direct & stock.plain & (rise > 0) & (stock.left == rise),
        np.where(stock.plain, stock.left, 0.0),
        np.where(direct, np.maximum(rise, 0), 0.0),
    )
    known, columns = a >= 0, []
    for one in by_step:
        column = np.zeros(len(p))
        column[b[known]] = one[known]
        columns.append(column)
    moves, falls, fits, gone, risen = (part[b] for part in week.sums(columns))
    likelier = np.log(10) * (noughts[b] * (1 + moves) - 1 - 2 * fits) + STILL * falls
    cut = 10.0 ** ends[b]
    rounded = likelier - np.where(gone > risen + 2 * cut, TOO_MANY, 0.0) > SURE
    beyond = rounded & (gone > BEYOND * (risen + cut))
    less = np.where(rounded, 10 ** ends[a] - 1, 0)
    more = np.where(rounded, 10 ** ends[b] - 1, 0)
    return less, np.where(beyond, MOST_UNITS * (np.maximum(rise, 0) + more), more), ends, beyond


def _on_its_way_back(p: Columns, first: Int64) -> Bool:
    """Steps within one day that begin with a counter lower than the day, or the look before it, has shown already.

    What a counter regains after a fall was counted before and is no sale. Only looks that the day depends on are asked.
    """
    orders = p.state[:, ORDERS]
    before, after = orders[first], orders[first + 1]
    falls = first[(before != MISSING) & (after != MISSING) & (after < before)]
    day, fallen = day_number_of(p.at), np.zeros(len(p), bool)
    for row in falls.tolist():
        low = row + 1
        while (
            low < len(p)
            and p.key[low, 0] == p.key[row, 0]
            and day[low] == day[row + 1]
            and orders[low] < orders[row]
        ):
            fallen[low] = True
            low += 1
    return np.asarray(fallen[first] & (day[first] == day[first + 1]))

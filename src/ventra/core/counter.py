"""What the order counter says: how far it rose between two looks that show it, and by how much that may be wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, ORDERS, Columns, Int64, run_starts
from ventra.core.day import day_number_of
from ventra.core.grid import REACH_US, Grid
from ventra.core.stock import Bool

MOST_NOUGHTS = 6


@dataclass(frozen=True, slots=True, eq=False)
class CounterSays:
    """By step [m]: the rise over its segment, the slack of a rounded counter (0: exact), whether the counter speaks at all.

    A segment is the steps between two neighbouring looks that show the counter; `segment` numbers them, `direct` is one step.
    """

    segment: Int64
    rise: Int64
    slack: Int64
    known: Bool
    direct: Bool


def counter_says(p: Columns, grid: Grid, fell: Bool) -> CounterSays:
    """Read the counter; `fell` [m] says in which steps stock was seen to fall, which shows a counter that stands still as rounded."""
    a, b = _ends(p, grid)
    known = a >= 0
    orders = p.state[:, ORDERS]
    rise = np.where(known, orders[b] - orders[a], -1)
    direct = b == a + 1
    known &= (rise >= 0) & ~(direct & _on_its_way_back(p, grid.first))
    segment = np.cumsum(run_starts(np.where(known, a, -1 - grid.first))) - 1
    fell_within = np.bincount(segment, fell)[segment] > 0 if len(segment) else fell
    return CounterSays(segment, rise, np.where(known, _slack(p, a, b, fell_within), 0), known, direct)


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


def _slack(p: Columns, a: Int64, b: Int64, fell: Bool) -> Int64:
    """By how much a rise may be wrong because the counter is shown rounded down: one less than its last place, else 0.

    A counter is taken to be rounded to as many noughts as both its values end in, and within one day all values of that day,
    when it moved, or stood still while stock fell. An exact one passes for rounded once in a hundred moves over midnight; then
    stock, within these bounds, says nearly the same.
    """
    orders = p.state[:, ORDERS]
    noughts = np.zeros(len(orders), np.int64)
    for power in range(1, MOST_NOUGHTS + 1):
        noughts += orders % 10**power == 0
    noughts[orders == MISSING] = MOST_NOUGHTS
    day = day_number_of(p.at)
    starts = run_starts(p.key[:, 0], day)
    of_day = np.minimum.reduceat(noughts, np.flatnonzero(starts))[np.cumsum(starts) - 1]
    ends = np.where(day[a] == day[b], of_day[a], np.minimum(noughts[a], noughts[b]))
    before, after = orders[a], orders[b]
    seen_so = (before > 0) & (after > 0) & ((after != before) | fell)
    return np.where(seen_so, 10**ends - 1, 0)


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

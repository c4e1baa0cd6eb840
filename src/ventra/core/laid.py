"""What was seen, laid out for adding up: steps between looks, cut at midnights, and the looks of each day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Columns, Int64, Seen, run_starts
from ventra.core.credible import credible
from ventra.core.day import day_number_of, start_of_day_us
from ventra.core.grid import Grid, grid_of
from ventra.core.pieces import Pieces, cut_at_midnight
from ventra.core.profile import Profile
from ventra.core.steps import Bool, Steps, steps_of
from ventra.core.variants import SkuPairs, sku_pairs

DAYS = 1_000_000
"""More than there are days: by it a number and a day make one code."""


@dataclass(frozen=True, slots=True, eq=False)
class LooksByDay:
    """Looks by product number and day: ascending codes of both, how many, the last instant (µs); the moment of computing.

    `row` [n] is the row of the profile that speaks for each product.
    """

    code: Int64
    count: Int64
    last: Int64
    now_us: int
    profile: Profile
    row: Int64

    def extent(self, product: Int64, day: Int64) -> tuple[Int64, Int64, Int64]:
        """Begin and end (µs) of what a day's number must speak of, and the looks in it; an open day ends at its last look."""
        begin, end = start_of_day_us(day), start_of_day_us(day + 1)
        if len(day) == 0:
            return begin, end, day
        asked = product * DAYS + day
        found = np.minimum(np.searchsorted(self.code, asked), len(self.code) - 1)
        has = self.code[found] == asked
        is_open = end > self.now_us
        return begin, np.where(is_open & has, self.last[found], end), np.where(has, self.count[found], 0)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Credible looks, the keys of their products [n], and what lies between the looks; `over` marks steps that are spans."""

    seen: Seen
    product: Int64
    grid: Grid
    pairs: SkuPairs
    steps: Steps
    pieces: Pieces
    over: Bool
    looks: LooksByDay


def laid_out(seen: Seen, *, now_us: int, profile: Profile, category: Int64) -> Laid:
    """Lay out `seen` (sorted by product and time); `category` belongs to its products in their order."""
    seen = credible(seen, now_us=now_us)
    starts = run_starts(seen.products.key[:, 0])
    grid = grid_of(seen, profile, category)
    pairs = sku_pairs(seen, grid)
    steps = steps_of(seen, grid, pairs)
    pieces, over = cut_at_midnight(steps, grid, profile)
    looks = _looks_by_day(np.cumsum(starts) - 1, seen.products, now_us, profile, profile.rows_of(category))
    return Laid(seen, seen.products.key[starts, 0], grid, pairs, steps, pieces, over, looks)


def _looks_by_day(rank: Int64, looked: Columns, now_us: int, profile: Profile, row: Int64) -> LooksByDay:
    code = rank * DAYS + day_number_of(looked.at)
    first = np.flatnonzero(run_starts(code))
    count = np.diff(first, append=len(code))
    return LooksByDay(code[first], count, looked.at[first + count - 1], now_us, profile, row)

"""What stock says of each step: pieces that left it, and for variants that something came to what they usually sell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, STOCK, Int64, Seen
from ventra.core.falls import judged
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.variants import SkuPairs

RATE_ERROR = 0.5
"""Relative standard error of what a variant is taken to have sold by its rate of the days before."""
FEW = 3
"""Pieces up to which a fall of stock is taken for sales when nothing else tells."""
Bool = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class StockSays:
    """By step [m]: units, those seen to leave, the error's variance, whether stock speaks, and whether all of it was seen.

    `left` are all pieces that left, sold or not; `plain` says that it only fell, as sales let it; `cover` is the part of the step
    that stock speaks of (0-1); `judged` says that the larger doubt is whether all that left was sold. `likely` [k] is what each
    variant likely sold.
    """

    units: Float
    gone: Float
    error: Float
    known: Bool
    clean: Bool
    left: Float
    plain: Bool
    cover: Float
    judged: Bool
    likely: Float


def stock_says(seen: Seen, grid: Grid, pairs: SkuPairs) -> StockSays:
    """Add up the variants of each step; where a product shows no variant, its own stock speaks."""
    m = len(grid)

    def added(values: Float | Bool) -> Float:
        return np.bincount(pairs.step, values, m).astype(np.float64)

    falls = judged(seen, grid, pairs)
    sold = np.maximum(pairs.fall, 0.0) * (falls.sold > 0.5)
    count = added(np.ones(len(pairs.step)))
    before, after = seen.products.state[grid.first, STOCK], seen.products.state[grid.first + 1, STOCK]
    plain = (count == 0) & (before != MISSING) & (after != MISSING)
    whole = _whole(seen, grid, pairs, count, before - after) & (before != MISSING) & (after != MISSING)
    whole &= added(falls.by_hand > 0.5) == 0
    plain |= whole
    fall = np.where(plain, before - after, 0).astype(np.float64)
    likely = np.where(plain & (fall < 0), _usual(grid, plain, fall) * grid.mass, fall)
    came = np.where(plain, fall < 0, added(pairs.fall < 0) > 0)
    blind = np.where(plain, np.isnan(likely), added(np.isnan(falls.likely)) / np.maximum(count, 1))
    gone = np.where(plain, np.maximum(fall, 0), added(sold))
    units = np.where(plain, np.nan_to_num(likely), added(np.nan_to_num(falls.likely)))
    split = np.where(whole, 0.0, added(np.where(pairs.direct, 0.0, sold)))
    doubtful = added(falls.sold < 1) > 0
    by_rate = np.maximum(units - gone, 0.0)
    by_rate, by_fall = (RATE_ERROR * by_rate) ** 2 + by_rate, added(falls.error)
    return StockSays(
        units=units,
        gone=gone,
        error=by_rate + split + by_fall,
        known=plain | (count > 0),
        clean=(plain | (count > 0)) & ~came & (whole | (added(~pairs.direct) == 0)) & ~doubtful,
        left=np.where(plain, np.maximum(fall, 0), added(np.maximum(pairs.fall, 0.0))),
        plain=np.where(
            plain, fall >= 0, (count > 0) & (added(~falls.plain) == 0) & (added(~pairs.direct) == 0)
        ),
        cover=1 - blind,
        judged=doubtful & ~whole & (~came | (by_fall > by_rate)),
        likely=falls.likely,
    )


def _whole(seen: Seen, grid: Grid, pairs: SkuPairs, count: Float, fall: Int64) -> Bool:
    """Steps in which a look hides some variant's stock and yet shows their sum, and nothing visibly came."""
    m = len(grid)
    listed = np.bincount(seen.row_of_sku[seen.row_of_sku >= 0], minlength=len(seen.products))
    hidden = np.bincount(pairs.step, ~pairs.direct, m) > 0
    came = np.bincount(pairs.step, pairs.direct & (pairs.fall < 0), m) > 0
    same = (listed[grid.first] == count) & (listed[grid.first + 1] == count)
    return np.asarray(hidden & ~came & same & (fall >= 0))


def _usual(grid: Grid, plain: Bool, fall: Float) -> Float:
    """Pieces a day's worth that left the stock of products without variants in the days before; NaN where nobody saw any."""
    falling = plain & (fall >= 0)
    gone, mass = np.where(falling, fall, 0.0), np.where(falling, grid.mass, 0.0)
    all_gone, all_mass = grid.week.sums((gone, mass))
    return np.where(all_mass > 0, all_gone / np.maximum(all_mass, 1e-9), np.nan)

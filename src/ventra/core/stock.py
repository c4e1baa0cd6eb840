"""What stock says of each step: pieces that left it, and for variants that something came to what they usually sell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, STOCK, Seen
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.variants import SkuPairs

RATE_ERROR = 0.5
"""Relative standard error of what a variant is taken to have sold by its rate of the days before."""
Bool = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class StockSays:
    """By step [m]: units, those seen to leave, the error's variance, whether stock speaks, and whether all of it was seen.

    `cover` is the part of the step that stock speaks of (0-1). `net` is the fall of all variants together, what came counted.
    """

    units: Float
    gone: Float
    error: Float
    known: Bool
    clean: Bool
    cover: Float
    net: Float


def stock_says(seen: Seen, grid: Grid, pairs: SkuPairs) -> StockSays:
    """Add up the variants of each step; where a product shows no variant, its own stock speaks."""
    m = len(grid)

    def added(values: Float | Bool) -> Float:
        return np.bincount(pairs.step, values, m).astype(np.float64)

    count = np.bincount(pairs.step, minlength=m)
    blind = np.isnan(pairs.likely)
    gone, likely = added(np.maximum(pairs.fall, 0.0)), added(np.nan_to_num(pairs.likely))
    by_rate = added(np.where(pairs.fall < 0, np.nan_to_num(pairs.likely), 0.0))
    split = added(np.where(pairs.direct, 0.0, np.maximum(pairs.fall, 0.0)))
    bare = np.where(count > 0, 1 - added(blind) / np.maximum(count, 1), 1.0)
    before, after = seen.products.state[grid.first, STOCK], seen.products.state[grid.first + 1, STOCK]
    plain = (count == 0) & (before != MISSING) & (after != MISSING)
    fall = np.where(plain, before - after, 0).astype(np.float64)
    return StockSays(
        units=np.where(plain, np.maximum(fall, 0), likely),
        gone=np.where(plain, np.maximum(fall, 0), gone),
        error=(RATE_ERROR * by_rate) ** 2 + by_rate + split,
        known=plain | (count > 0),
        clean=np.where(
            plain, fall >= 0, (count > 0) & (added(pairs.fall < 0) == 0) & (added(~pairs.direct) == 0)
        ),
        cover=np.where(plain & (fall < 0), 0.0, bare),
        net=np.where(plain, fall, added(pairs.fall)),
    )

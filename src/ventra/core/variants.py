"""Variants from one sighting to the next: what left their stock, laid out on the steps of their product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, SKU_STOCK, Int64, Seen, in_order, run_starts
from ventra.core.grid import REACH_US, Grid
from ventra.core.profile import Float


@dataclass(frozen=True, slots=True, eq=False)
class SkuPairs:
    """Variants [k] with known stock around a step, by product, sku and time.

    Step index, number of the variant, pieces gone (negative: came), whether the step's own two looks say so, its rows at both
    ends. `key` [v, 2] is product and sku of each variant number, ascending.
    """

    step: Int64
    variant: Int64
    fall: Float
    direct: np.ndarray[tuple[int], np.dtype[np.bool_]]
    row: Int64
    next_row: Int64
    key: Int64


def sku_pairs(seen: Seen, grid: Grid) -> SkuPairs:
    """Match each variant's sighting with its next; where looks in between did not show it, its fall is shared by the profile."""
    p, s = seen.products, seen.skus
    has_next = np.zeros(len(p) + 1, bool)
    has_next[grid.first] = True
    step_of_row = np.cumsum(has_next) - 1
    kept = np.flatnonzero((s.state[:, SKU_STOCK] != MISSING) & (seen.row_of_sku >= 0))
    product, sku, row = s.key[kept, 0], s.key[kept, 1], seen.row_of_sku[kept]
    if not in_order(product, sku, row):
        order = np.lexsort((row, sku, product))
        kept, product, sku, row = kept[order], product[order], sku[order], row[order]
    starts = run_starts(product, sku)
    near = (row[1:] == row[:-1] + 1) | (p.at[row[1:]] - p.at[row[:-1]] <= REACH_US)
    a = np.flatnonzero(~starts[1:] & (row[1:] > row[:-1]) & near)
    count = row[a + 1] - row[a]
    of = np.repeat(np.arange(len(a)), count)
    step = step_of_row[row[a]][of] + np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    weight = grid.mass[step] + 1e-12
    stock = s.state[kept, SKU_STOCK]
    # A share of 1 is just that, so that what two looks in a row show is whole pieces.
    fall = (stock[a] - stock[a + 1])[of] * (weight / np.bincount(of, weight, len(a))[of])
    variant = (np.cumsum(starts) - 1)[a][of]
    key = np.column_stack((product[starts], sku[starts]))
    return SkuPairs(step, variant, fall, (count == 1)[of], kept[a][of], kept[a + 1][of], key)

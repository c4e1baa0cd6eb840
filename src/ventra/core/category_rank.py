"""Where products stand in their categories by what they sell, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64

Float = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CategoryRanks:
    """Products [n], ascending, with their category and rank in it: 1 sells most, equal ones share a rank.

    `best` and `worst` are the ranks it may have as far as intervals of units overlap; `of` counts the category's ranked products.
    """

    product: Int64
    category: Int64
    rank: Int64
    best: Int64
    worst: Int64
    of: Int64


def category_ranks(product: Int64, category: Int64, units: Float, low: Float, high: Float) -> CategoryRanks:
    """Rank products [n] (ascending) within their categories by `units` with their intervals, all known.

    Nobody is surely ahead of a product but who sold more at least than it did at most; whoever sold more at most than it at least
    may be.
    """
    _, place, count = np.unique(category, return_inverse=True, return_counts=True)
    level, code = np.unique(np.concatenate((units, low, high)), return_inverse=True)
    wide = len(level) + 1
    of_units, of_low, of_high = code.reshape(3, len(product)) + place * wide
    ends = (place + 1) * wide

    def ahead(sorted_by: Int64, mine: Int64) -> Int64:
        """How many of the same category are above."""
        laid = np.sort(sorted_by)
        found: Int64 = np.searchsorted(laid, ends) - np.searchsorted(laid, mine, side="right")
        return found

    return CategoryRanks(
        product,
        category,
        1 + ahead(of_units, of_units),
        1 + ahead(of_low, of_high),
        1 + ahead(of_high, of_low) - (of_high > of_low),
        count[place],
    )

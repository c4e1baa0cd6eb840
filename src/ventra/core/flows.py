"""What stock and counter do in each step, side by side, as far as the step's own two looks tell it; and what went before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ventra.core.columns import MISSING, ORDERS, STOCK, Int64, Seen
from ventra.core.day import US_PER_SECOND
from ventra.core.grid import Grid
from ventra.core.profile import Float
from ventra.core.steps import Bool
from ventra.core.trailing import MOST, PARTS, TRAILING_US
from ventra.core.variants import SkuPairs


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """By step [m]: pieces gone less those that came, orders counted (NaN where unknown), variants whose stock both looks show.

    A step is `whole` when both its looks show the stock of all variants and these are the same; it is `plain` when they show
    none, and the product's own stock speaks. `held` is the number of variants on each look [n], whatever is known of them.
    """

    net: Float
    orders: Float
    shown: Int64
    whole: Bool
    plain: Bool
    held: Int64

    @property
    def beyond(self) -> Float:
        """Pieces gone that no order explains (below 0: pieces that came); NaN where it cannot be told."""
        return np.where(self.whole | self.plain, self.net - self.orders, np.nan)


def flows_of(seen: Seen, grid: Grid, pairs: SkuPairs) -> Flows:
    """Read the two looks of every step; what looks do not show is unknown, never 0."""
    state, m = seen.products.state, len(grid)
    held = np.bincount(seen.row_of_sku + 1, minlength=len(seen.products) + 1)[1:]
    count = np.bincount(pairs.step, minlength=m)
    same = (held[grid.first] == count) & (held[grid.first + 1] == count) & (count > 0)
    whole = same if pairs.direct.all() else same & (np.bincount(pairs.step, ~pairs.direct, m) == 0)
    before, after = state[grid.first, STOCK], state[grid.first + 1, STOCK]
    bare = (held[grid.first] == 0) & (held[grid.first + 1] == 0)
    plain = bare & (before != MISSING) & (after != MISSING)
    net = np.bincount(pairs.step, pairs.fall, m)
    first, second = state[grid.first, ORDERS], state[grid.first + 1, ORDERS]
    both = (first != MISSING) & (second != MISSING)
    return Flows(
        net=np.where(plain, np.where(plain, before, 0) - np.where(plain, after, 0), net).astype(np.float64),
        orders=np.where(both, np.where(both, second, 0) - np.where(both, first, 0), np.nan).astype(
            np.float64
        ),
        shown=count,
        whole=whole,
        plain=plain,
        held=held,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Products by number and the instants (µs) up to which something is asked of them."""

    owner: Int64
    at: Int64


def before(asked: Asked, owner: Int64, at: Int64, values: Sequence[Float]) -> list[Float]:
    """Sums of `values` over the rows of each asked product within `TRAILING_US` before or at the instant it is asked at.

    Rows are sorted by `owner` and `at`. Exact to 1 / 65,536 a row, as in `core/trailing`.
    """
    if len(owner) == 0 or len(asked.owner) == 0:
        return [np.zeros(len(asked.owner)) for _ in values]
    base = min(int(at.min()), int(asked.at.min()))
    second, until = (at - base) // US_PER_SECOND, (asked.at - base) // US_PER_SECOND
    reach = TRAILING_US // US_PER_SECOND
    span = max(int(second.max()), int(until.max())) + reach + 1
    code = owner * span + second
    first = np.searchsorted(code, asked.owner * span + np.maximum(until - reach, 0), side="left")
    last = np.searchsorted(code, asked.owner * span + until, side="right")
    found = []
    for value in values:
        parts = np.rint(np.clip(value, 0, MOST) * PARTS).astype(np.int64)
        total = np.concatenate((np.zeros(1, np.int64), np.cumsum(parts)))
        found.append((total[last] - total[first]) / PARTS)
    return found

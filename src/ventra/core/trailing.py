"""Sums over what went before: for each row those of its group within the days that end with it, however many rows that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.day import US_PER_DAY, US_PER_SECOND

Float = npt.NDArray[np.float64]
TRAILING_US = 7 * US_PER_DAY
"""How far back a step looks to learn what its product is like."""
PARTS, MOST = 1 << 16, 1 << 24
"""Values are added in whole parts of one, none above `MOST`: so a sum is the same whatever stands in the rows of other groups."""


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """For each row [n] the first of its group within the days before it, and the one after the last at its own time."""

    since: Int64
    until: Int64

    def sums(self, values: Sequence[Float]) -> list[Float]:
        """Sums of each of `values` [n] over those rows. The row itself counts. Exact to 1 / 65,536 a row."""
        found = []
        for value in values:
            parts = np.rint(np.minimum(value, MOST) * PARTS).astype(np.int64)
            total = np.concatenate((np.zeros(1, np.int64), np.cumsum(parts)))
            found.append((total[self.until] - total[self.since]) / PARTS)
        return found


def days_before(group: Int64, at: Int64, within_us: int = TRAILING_US) -> Before:
    """The rows that went before each; rows are sorted by `group` and `at` (µs)."""
    if len(group) == 0:
        return Before(np.zeros(0, np.int64), np.zeros(0, np.int64))
    second = (at - at.min()) // US_PER_SECOND
    reach = within_us // US_PER_SECOND
    span = int(second.max()) + reach + 1
    code = group * span + second
    since = np.searchsorted(code, code - reach, side="left")
    since = np.maximum(since, np.searchsorted(group, group, side="left"))
    return Before(since, np.searchsorted(code, code, side="right"))

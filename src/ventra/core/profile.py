"""What closing goes by: when in the day things are bought, by which units known for a stretch of time are shared out over its
parts; and what is known of the counters they are read from.

A profile holds one row of half-hours for the whole market and one for each category of which enough is known. `mass` is the
share of a day's sales that a stretch is expected to hold: 1 for any whole day. `PROFILE 0` knows nothing: every hour alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.counters import LEARNED, Counters
from ventra.core.day import TASHKENT_OFFSET_US, US_PER_DAY

Float = npt.NDArray[np.float64]

BINS = 48
BIN_US = US_PER_DAY // BINS
MARKET = -1
"""Stands for a product whose category is not known: it goes by the market."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Shares of a day's sales by half-hour of the Tashkent day: `share` [1 + k, 48], the market first, then by category.

    `category` [k] ascends; version 0 is `flat`.
    """

    version: int
    category: Int64
    share: Float
    counters: Counters = LEARNED

    def __post_init__(self) -> None:
        if self.share.shape != (len(self.category) + 1, BINS):
            raise ValueError(f"a profile has a row of {BINS} for the market and for each category")
        if not (np.isfinite(self.share).all() and (self.share > 0).all()):
            raise ValueError("a profile's shares are above 0")
        if not np.allclose(self.share.sum(axis=1), 1, rtol=0, atol=1e-6):
            raise ValueError("a profile's shares add up to 1")

    def rows_of(self, category: Int64) -> Int64:
        """The row that speaks for each category; the market's where it has none of its own."""
        if len(self.category) == 0:
            return np.zeros(len(category), np.int64)
        place = np.minimum(np.searchsorted(self.category, category), len(self.category) - 1)
        return np.where(self.category[place] == category, place + 1, 0)

    def mass(self, row: Int64, begin_us: Int64, end_us: Int64) -> Float:
        """Days' worth of sales expected from `begin_us` to `end_us` (µs) by each row's shares."""
        until = np.concatenate((np.zeros((len(self.share), 1)), np.cumsum(self.share, axis=1)), axis=1)
        until[:, -1] = 1.0

        def within(at_us: Int64) -> tuple[Int64, Float]:
            day, rest = np.divmod(at_us + TASHKENT_OFFSET_US, US_PER_DAY)
            place, rest = np.divmod(rest, BIN_US)
            return day, until[row, place] + self.share[row, place] * (rest / BIN_US)

        (first, before), (last, after) = within(begin_us), within(end_us)
        return np.maximum((last - first) + (after - before), 0.0)

    def differs_from(self, other: Profile) -> float:
        """Total variation distance of the market's row from another profile's: the share of sales (0-1) that lies elsewhere."""
        return float(np.abs(self.share[0] - other.share[0]).sum() / 2)


def flat() -> Profile:
    """The profile that knows nothing."""
    return Profile(0, np.zeros(0, np.int64), np.full((1, BINS), 1 / BINS))

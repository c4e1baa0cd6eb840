"""Pure: how fast the database grows, when its disk would be full, and whether that is a reason to worry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

FEWEST_SAMPLES = 7
FARTHEST_DAYS = 3650
APART_SHARE = 1 / 3
"""Pairs of samples count that lie at least this share of the whole stretch apart, so that one step makes no slope of its own."""
LOW_SHARE, HIGH_SHARE = 10, 90
WARN_SHARE, GRAVE_SHARE = 0.80, 0.92
WARN_DAYS, GRAVE_DAYS = 30, 7

State = Literal["well", "warn", "grave", "unknown"]
WELL: Final = "well"
WARN: Final = "warn"
GRAVE: Final = "grave"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Sample:
    """What was taken on a day."""

    day: date
    taken_bytes: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes a day: the middle, and a range that holds eight of ten stretches of the past."""

    bytes_a_day: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FullOn:
    """The day on which nothing is free any more; None: not within ten years."""

    expected: date | None
    earliest: date | None
    latest: date | None


def growth_of(samples: Sequence[Sample]) -> Growth | None:
    """Growth from daily samples; None with fewer than `FEWEST_SAMPLES`.

    The median slope over pairs of days (Theil 1950, Sen 1968). Neighbouring days alone would not do: tables grow in steps (a
    month's partitions, a vacuum, a large import), and where most days stand still, the median of daily differences is zero.
    """
    ordered = sorted(samples, key=lambda one: one.day)
    if len(ordered) < FEWEST_SAMPLES:
        return None
    day = np.array([one.day.toordinal() for one in ordered], np.int64)
    taken = np.array([one.taken_bytes for one in ordered], np.float64)
    low, middle, high = np.percentile(_slopes(day, taken), (LOW_SHARE, 50, HIGH_SHARE))
    return Growth(float(middle), float(low), float(high))


def _slopes(day: npt.NDArray[np.int64], taken: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    earlier, later = np.triu_indices(len(day), 1)
    apart = day[later] - day[earlier]
    far = apart >= (day[-1] - day[0]) * APART_SHARE
    slopes: npt.NDArray[np.float64] = (taken[later] - taken[earlier])[far] / apart[far]
    return slopes


def full_on(growth: Growth, free_bytes: int, today: date) -> FullOn:
    """When what is free is used up, at the middle pace, the fastest and the slowest."""
    return FullOn(
        _after(free_bytes, growth.bytes_a_day, today),
        _after(free_bytes, growth.high, today),
        _after(free_bytes, growth.low, today),
    )


def _after(free_bytes: int, bytes_a_day: float, today: date) -> date | None:
    if bytes_a_day <= 0 or free_bytes / bytes_a_day > FARTHEST_DAYS:
        return None
    return today + timedelta(days=int(free_bytes / bytes_a_day))


def judge(used_share: float | None, full: FullOn | None, today: date) -> State:
    """Grave at 92 % or a week before it is full, a warning at 80 % or a month before; unknown without the disk's size."""
    if used_share is None:
        return UNKNOWN
    left_days = FARTHEST_DAYS if full is None or full.expected is None else (full.expected - today).days
    if used_share >= GRAVE_SHARE or left_days <= GRAVE_DAYS:
        return GRAVE
    return WARN if used_share > WARN_SHARE or left_days <= WARN_DAYS else WELL

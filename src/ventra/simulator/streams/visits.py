"""When a product is looked at: every so many hours, never quite, and never at midnight; not at all during an outage."""

from __future__ import annotations

import numpy as np

from ventra.simulator.habits import DAY_SECONDS
from ventra.simulator.prices import Int64
from ventra.simulator.streams.kinds import Trouble

JITTER = 0.2
OUTAGE_DAYS = (1.0, 5.0)
_CALM_DAYS = 2


def visits(rng: np.random.Generator, troubles: frozenset[Trouble], gap_hours: int, days: int) -> Int64:
    """Seconds of the span at which it is looked at."""
    gap_seconds, end = gap_hours * 3600, days * DAY_SECONDS
    most = int(end / (gap_seconds * (1 - JITTER))) + 2
    gaps = gap_seconds * rng.uniform(1 - JITTER, 1 + JITTER, most)
    second = np.floor(rng.uniform(0, gap_seconds) + np.cumsum(gaps) - gaps[0]).astype(np.int64)
    second = second[second < end - 1]
    second = np.where(second % DAY_SECONDS == 0, second + 1, second)
    if Trouble.OUTAGE in troubles:
        second = second[~_during(second, _outages(rng, days))]
    return np.asarray(second, np.int64)


def _outages(rng: np.random.Generator, days: int) -> list[tuple[int, int]]:
    """Two or three stretches, each in its own part of the span and none at the ends."""
    count = int(rng.integers(2, 4))
    part_days = (days - 2 * _CALM_DAYS) / count
    outages = []
    for number in range(count):
        length_days = min(rng.uniform(*OUTAGE_DAYS), part_days * 0.6)
        first_day = _CALM_DAYS + part_days * number + rng.uniform(0, part_days * 0.9 - length_days)
        outages.append((int(first_day * DAY_SECONDS), int((first_day + length_days) * DAY_SECONDS)))
    return outages


def _during(second: Int64, outages: list[tuple[int, int]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    during = np.zeros(len(second), bool)
    for first, last in outages:
        during |= (second >= first) & (second < last)
    return during

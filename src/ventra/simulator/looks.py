"""When each product was looked at: several times a day, never quite at the same second, now and then not at all."""

from __future__ import annotations

import numpy as np

from ventra.core.day import US_PER_DAY, US_PER_SECOND
from ventra.simulator.chance import Purpose, chance
from ventra.simulator.market import Market
from ventra.simulator.prices import Int64
from ventra.simulator.week import GROUP

MISSED_DAY_SHARE = 0.15
OUTAGE_SHARE = 0.3
_CALM_DAYS = 3


def looks_of_week(
    market: Market, group: int, week: int, looks_per_day: int, *, gaps: bool, last_us: int
) -> tuple[Int64, Int64]:
    """Places and instants of a week's looks at a group, products in order and each one's looks in order.

    With `gaps` some products miss a day, and some share an outage of one or two days; both end `_CALM_DAYS` before `last_us`.
    """
    part = market.group(group).products
    n = part.stop - part.start
    rng = chance(market.spec.seed, Purpose.LOOKS, group, week)
    slot_seconds = 86_400 / looks_per_day
    jitter = rng.uniform(0.02, 0.98, (n, 7, looks_per_day))
    second = ((np.arange(looks_per_day) + jitter) * slot_seconds).astype(np.int64)
    day = np.arange(7) + 7 * week
    at_us = market.start_us + day[None, :, None] * US_PER_DAY + second * US_PER_SECOND
    seen = np.ones((n, 7), bool)
    if gaps:
        seen &= ~_unlooked(market, group, n, day, last_us)
    place = np.broadcast_to(np.arange(part.start, part.stop)[:, None, None], at_us.shape)
    keep = np.broadcast_to(seen[:, :, None], at_us.shape)
    return place[keep], at_us[keep]


def _unlooked(
    market: Market, group: int, n: int, day: Int64, last_us: int
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    days = max((last_us - market.start_us) // US_PER_DAY - _CALM_DAYS, 1)
    rng = chance(market.spec.seed, Purpose.OUTAGE, group)
    missed = np.where(rng.random(n) < MISSED_DAY_SHARE, rng.integers(1, max(days, 2), n), -1)
    hit = rng.random(n) < OUTAGE_SHARE
    shared = chance(market.spec.seed, Purpose.OUTAGE, 1_000_000)
    first, length = int(shared.integers(1, max(days, 2))), int(shared.integers(1, 3))
    out = (day >= first) & (day < first + length) & (day < max(days, 2))
    return np.asarray((day == missed[:, None]) | (hit[:, None] & out))


def groups(market: Market) -> range:
    """The numbers of the market's groups."""
    return range((len(market) + GROUP - 1) // GROUP)
